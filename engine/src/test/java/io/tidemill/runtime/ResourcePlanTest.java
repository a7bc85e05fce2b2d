package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.ReadPlan;
import org.junit.jupiter.api.Test;

class ResourcePlanTest {
    private static final long MEBI = 1 << 20;

    @Test
    void whatQueriesReadTogetherCountsOnce() {
        var plan =
                new ResourcePlan(
                        List.of(
                                read("a", "bids", "one cluster"),
                                read("b", "bids", "one cluster"),
                                read("b", "other", "another")),
                        2,
                        2,
                        1024 * MEBI);
        assertThat(plan.readers()).isEqualTo(2);
        assertThat(plan.readAheadBytes()).isEqualTo(128 * MEBI);
        assertThat(plan.starving()).isEmpty();
        assertThat(plan.lines())
                .containsExactly(
                        "a reads bids: 8 partitions, up to 64 MiB ahead",
                        "b reads bids: 8 partitions, by the reader that it shares",
                        "b reads other: 8 partitions, up to 64 MiB ahead",
                        "2 queries on 2 workers, 2 readers; nothing waits for a core to be read;"
                                + " 128 of 1024 MiB for reading ahead");
    }

    @Test
    void tooLittleMemoryIsNamedWithWhatToDo() {
        var plan = new ResourcePlan(List.of(read("a", "bids", "x")), 1, 1, 100 * MEBI);
        assertThat(plan.starving())
                .singleElement()
                .asString()
                .contains("64 MiB", "100 MiB", "--memory", "fetchAheadBytes");
        assertThat(plan.lines()).last().asString().startsWith("TOO LITTLE: ");
    }

    @Test
    void tablesThatNeedNothingAreNotWorthALine() {
        assertThat(new ResourcePlan(List.of(), 3, 2, MEBI).lines()).isEmpty();
    }

    private static ResourcePlan.Read read(String query, String table, String shared) {
        return new ResourcePlan.Read(
                query, table, new ReadPlan(8, 1, 64 * MEBI, Optional.of(shared)));
    }
}
