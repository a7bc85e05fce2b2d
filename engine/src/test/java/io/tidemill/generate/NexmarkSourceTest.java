package io.tidemill.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class NexmarkSourceTest {
    private final Generated.Clock clock = new Generated.Clock();

    @Test
    void ofFiftyEventsOneIsAPersonThreeAreAuctionsAndTheRestBids() throws IOException {
        assertThat(whole(Map.of("type", "person", "events", "5003"))).hasSize(101);
        assertThat(whole(Map.of("type", "auction", "events", "5003"))).hasSize(302);
        assertThat(whole(Map.of("type", "bid", "events", "5003"))).hasSize(4600);
        assertThat(whole(Map.of("events", "5003"))).hasSize(5003);
    }

    @Test
    void allHoldsTheSameRowsAsTheThreeTables() throws IOException {
        var kinds = List.of("person", "auction", "bid");
        var all = whole(Map.of("type", "all", "events", "1000", "seed", "3"));
        for (int kind = 0; kind < kinds.size(); kind++) {
            int wanted = kind;
            assertThat(
                            all.stream()
                                    .filter(row -> row.get(0).equals(wanted))
                                    .<Object>map(row -> row.get(1 + wanted))
                                    .toList())
                    .isEqualTo(
                            whole(Map.of("type", kinds.get(kind), "events", "1000", "seed", "3")));
        }
        assertThat(all)
                .allSatisfy(row ->
                        assertThat(Collections.frequency(row.subList(1, 4), null)).isEqualTo(2));
    }

    @Test
    void aValueIsTheSameWhateverIsReadBesideIt() throws IOException {
        var options = Map.of("type", "bid", "events", "3000");
        var names = new StructType().add("extra", "string").add("auction", "bigint");
        var source = source(options, false);
        var slice = slice(source);
        assertThat(Generated.rows(source, slice, names))
                .isEqualTo(
                        Generated.rows(source, slice, NexmarkSchemas.BID).stream()
                                .map(row -> List.of(row.get(6), row.get(0)))
                                .toList());
    }

    @Test
    void rowsDoNotDependOnTheCutNorOnThePartitions() throws IOException {
        var all = whole(Map.of("type", "bid", "events", "2500"));
        var source = source(Map.of("type", "bid", "events", "2500", "partitions", "3"), true);
        var pieces = new ArrayList<List<Object>>();
        var at = source.initialOffset();
        var limit = new ReadLimit(333, Long.MAX_VALUE);
        for (var slice = source.plan(at, source.latestOffset(), limit);
                slice.isPresent();
                slice = source.plan(at, source.latestOffset(), limit)) {
            var rows = Generated.rows(source, slice.get(), NexmarkSchemas.BID);
            assertThat(slice.get().rows()).isEqualTo(rows.size());
            pieces.addAll(rows);
            at = slice.get().end();
        }
        assertThat(pieces).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void hotAuctionsAndBiddersGetTheirShare() throws IOException {
        var bids = whole(Map.of("type", "bid", "events", "50000"));
        assertThat(share(bids, row -> ((Long) row.get(0) - 1000) % 100 == 0)).isBetween(0.49, 0.53);
        assertThat(share(bids, row -> ((Long) row.get(1) - 1000) % 100 == 1)).isBetween(0.73, 0.78);
        assertThat(share(bids, row -> !row.get(3).toString().startsWith("channel-")))
                .isBetween(0.48, 0.52);
        assertThat(bids)
                .allSatisfy(row -> {
                    assertThat((Long) row.get(2)).isBetween(100L, 100_000_000L);
                    assertThat(row.get(4).toString())
                            .matches(
                                    "https://www\\.nexmark\\.com/([a-z_]{3,5}/){3}item\\.htm\\?query=1(&channel_id=\\d+)?");
                });
    }

    @Test
    void peopleAndAuctionsLookAsTheyShould() throws IOException {
        assertThat(whole(Map.of("type", "person", "events", "5000")))
                .allSatisfy(row -> {
                    assertThat(row.get(2).toString()).matches("[a-z ]{3,6}@[a-z ]{3,4}\\.com");
                    assertThat(row.get(3).toString()).matches("(\\d{4} ){3}\\d{4}");
                });
        assertThat(whole(Map.of("type", "auction", "events", "5000")))
                .allSatisfy(row -> {
                    assertThat((Instant) row.get(6)).isAfter((Instant) row.get(5));
                    assertThat((Long) row.get(4)).isGreaterThan((Long) row.get(3));
                    assertThat((Long) row.get(8)).isBetween(10L, 14L);
                });
    }

    @Test
    void timeGoesOnByTheGap() throws IOException {
        var rows = whole(Map.of("events", "30", "startTimestamp", "0", "eventGap", "2s"));
        assertThat(rows.get(29).get(4)).isEqualTo(Instant.ofEpochSecond(58));
    }

    @Test
    void otherSeedsGiveOtherRows() throws IOException {
        assertThat(whole(Map.of("type", "bid", "events", "100", "seed", "1")))
                .doesNotContainAnyElementsOf(
                        whole(Map.of("type", "bid", "events", "100", "seed", "2")));
    }

    @Test
    void theRateHoldsBackWhatIsNotDue() throws IOException {
        var source = source(Map.of("events", "1000", "rate", "100"), true);
        var start = source.initialOffset();
        clock.micros += 2_500_000;
        assertThat(source.plan(start, source.latestOffset(), ReadLimit.NONE).orElseThrow().rows())
                .isEqualTo(250);
        clock.micros += 3_600_000_000L;
        assertThat(source.plan(start, source.latestOffset(), ReadLimit.NONE).orElseThrow().rows())
                .isEqualTo(1000);
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> source(Map.of("events", "-1"), true))
                .hasMessageContaining("events");
        assertThatThrownBy(() -> source(Map.of("rate", "0"), true)).hasMessageContaining("rate");
        assertThatThrownBy(() -> source(Map.of("partitions", "0"), true))
                .hasMessageContaining("partitions");
        assertThatThrownBy(() -> source(Map.of("eventGap", "-1s"), true))
                .hasMessageContaining("eventGap");
        assertThatThrownBy(() -> source(Map.of("type", "bids"), true)).hasMessageContaining("bid");
        assertThatThrownBy(() -> source(Map.of("seed", "x"), true)).hasMessageContaining("seed");
        assertThatThrownBy(() -> source(Map.of("startTimestamp", "x"), true))
                .hasMessageContaining("startTimestamp");
        assertThatThrownBy(() -> source(Map.of(), false)).hasMessageContaining("'events'");
    }

    private List<List<Object>> whole(Map<String, String> options) throws IOException {
        var table = Generated.table(new NexmarkConnector(), clock, options);
        var source = table.source(false);
        return Generated.rows(source, slice(source), table.schema());
    }

    private static Slice slice(Source source) throws IOException {
        return source.plan(source.initialOffset(), source.latestOffset(), ReadLimit.NONE)
                .orElseThrow();
    }

    private Source source(Map<String, String> options, boolean streaming) throws IOException {
        return Generated.table(new NexmarkConnector(), clock, options).source(streaming);
    }

    private static double share(List<List<Object>> rows, Predicate<List<Object>> wanted) {
        return (double) rows.stream().filter(wanted).count() / rows.size();
    }
}
