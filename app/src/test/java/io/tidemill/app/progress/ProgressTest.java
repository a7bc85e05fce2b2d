package io.tidemill.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.app.Terminal;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(System.out, new PrintStream(err, true), false, false);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void anEpochIsToldWithWhatWasRejectedAndWhy() {
        var rejected = new TreeMap<>(Map.of("malformed", 2L, "late", 1L));
        assertThat(new EpochReport("rides", 4, 1, 1500, 22, rejected, 18).text())
                .isEqualTo(
                        "epoch 4: 1,500 rows in, 22 out, 3 rejected (1 late, 2 malformed), 18 ms");
    }

    @Test
    void aSinkThatDoesNotCountIsNotQuoted() {
        assertThat(report("rides", 0, 5, -1).text()).isEqualTo("epoch 0: 5 rows in, 1 ms");
    }

    @Test
    void withoutATerminalManyEpochsShareALine() {
        try (var progress = new LineProgress(terminal, () -> now)) {
            for (int epoch = 0; epoch < 40_000; epoch++) {
                progress.epoch(report("rides", epoch, 10, 1));
                now = now.plusMillis(1);
            }
        }
        assertThat(lines())
                .startsWith("rides epoch 0: 10 rows in, 1 out, 1 ms")
                .endsWith("rides epochs 30003 to 39999: 99,970 rows in, 9,997 out, 9997 ms")
                .hasSize(7);
        assertThat(lines().stream().mapToLong(ProgressTest::rowsIn).sum())
                .as("no row is untold")
                .isEqualTo(400_000);
    }

    @Test
    void whatWasHeldBackIsToldInTimeAlthoughNothingMoreComes() {
        var progress = new LineProgress(terminal, () -> now);
        for (int epoch = 0; epoch < 4; epoch++) {
            progress.epoch(report("rides", epoch, 10, 1));
        }
        progress.epoch(rejecting("rides", 4, 2));
        progress.tick();
        assertThat(lines()).as("not yet").hasSize(3);
        now = now.plusSeconds(10);
        progress.tick();
        progress.tick();

        assertThat(lines()).hasSize(4);
        assertThat(lines().getLast())
                .isEqualTo(
                        "rides epochs 3 to 4: 12 rows in, 1 out, 2 rejected (2 malformed), 2 ms");
    }

    @Test
    void onATerminalALineIsKeptUpToDateAndOneForEachQueryStays() {
        try (var progress = new StatusLine(terminal, () -> now)) {
            for (int epoch = 0; epoch < 1000; epoch++) {
                progress.epoch(report("rides", epoch, 10, 1));
                progress.epoch(report("fares", epoch, 7, 7));
                now = now.plusMillis(1);
            }
            assertThat(shown()).doesNotContain("\n");
            assertThat(shown().split("\r", -1)).as("drawn four times a second").hasSize(5);
            assertThat(shown())
                    .contains("12,760 rows in")
                    .contains("; epoch of rides 750, fares 749");
        }
        assertThat(shown())
                .endsWith(
                        "\r\u001b[K"
                                + "rides epochs 0 to 999: 10,000 rows in, 1,000 out, 1000 ms\n"
                                + "fares epochs 0 to 999: 7,000 rows in, 7,000 out, 1000 ms\n");
    }

    @Test
    void onATerminalWhatIsRejectedIsSaidInLinesThatStayButNotInOneForEachEpoch() {
        var progress = new StatusLine(terminal, () -> now);
        for (int epoch = 0; epoch < 100; epoch++) {
            progress.epoch(rejecting("rides", epoch, 3));
        }
        now = now.plusSeconds(10);
        progress.tick();

        assertThat(shown())
                .startsWith("rides: 3 rejected (3 malformed)\n")
                .contains("[Krides: 297 rejected (297 malformed)\n");
        assertThat(lines()).as("two, and the line that changes").hasSize(3);
        assertThat(shown()).endsWith(" rows in, 30/s, 300 rejected; epoch of rides 99\u001b[?7h");
    }

    @Test
    void resultsOnTheSameTerminalDoNotRunIntoTheLine() {
        var progress = new StatusLine(terminal, () -> now);
        var out = progress.beside(terminal.err());
        progress.epoch(report("rides", 0, 10, 1));
        out.print("half a ");
        now = now.plusSeconds(1);
        progress.tick();
        out.println("row");
        progress.tick();

        assertThat(shown()).containsOnlyOnce("half a row\n").contains("\r\u001b[Khalf a row\n\r");
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return List.of(shown().split("\n")); // lines() would see one behind each \r
    }

    private static EpochReport rejecting(String query, long epoch, long rows) {
        return new EpochReport(
                query, epoch, 1, rows, 0, new TreeMap<>(Map.of("malformed", rows)), 1);
    }

    private static long rowsIn(String line) {
        String text = line.substring(line.indexOf(": ") + 2);
        return Long.parseLong(text.substring(0, text.indexOf(' ')).replace(",", ""));
    }

    private static EpochReport report(String query, long epoch, long rowsIn, long rowsOut) {
        return new EpochReport(query, epoch, 1, rowsIn, rowsOut, new TreeMap<>(), 1);
    }
}
