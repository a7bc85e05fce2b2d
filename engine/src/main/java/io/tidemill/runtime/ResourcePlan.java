package io.tidemill.runtime;

import io.tidemill.connect.ReadPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What queries that are about to start will need of this process: partitions, readers, workers,
/// memory, and what would starve. Pure: made of what tables say of themselves.
///
/// All queries share the workers, one a core; reading waits on threads of its own, so no query
/// holds a core while it waits and none waits for a core to be read for. What can be too little is
/// memory.
///
/// @param reads what each query reads, where the table knows that beforehand
/// @param queries how many queries start
/// @param workers threads that compute
/// @param heapBytes the most memory this process may take
public record ResourcePlan(List<Read> reads, int queries, int workers, long heapBytes) {
    /// Half of the memory may wait in readers; the rest is for state and for work.
    private static final int SHARE_OF_READERS = 2;

    private static final long MEBI = 1 << 20;

    public ResourcePlan {
        reads = List.copyOf(reads);
    }

    /// What one query reads of one table.
    public record Read(String query, String table, ReadPlan plan) {}

    /// Threads that fetch; those of tables that are read together once.
    public int readers() {
        return distinct().stream().mapToInt(ReadPlan::readers).sum();
    }

    /// The most that waits in memory for queries.
    public long readAheadBytes() {
        return distinct().stream().mapToLong(ReadPlan::memoryBytes).sum();
    }

    private List<ReadPlan> distinct() {
        Set<Object> seen = new HashSet<>();
        return reads.stream()
                .map(Read::plan)
                .filter(plan -> plan.sharedAs().isEmpty() || seen.add(plan.sharedAs().get()))
                .toList();
    }

    /// What there is too little of, in words with what to do; empty when everything fits.
    public List<String> starving() {
        List<String> problems = new ArrayList<>();
        if (readAheadBytes() > heapBytes / SHARE_OF_READERS) {
            problems.add(
                    ("readers may hold %d MiB, more than half of the memory of %d MiB: give more"
                                    + " (--memory), or let tables read less far ahead"
                                    + " (fetchAheadBytes)")
                            .formatted(readAheadBytes() / MEBI, heapBytes / MEBI));
        }
        return problems;
    }

    /// For people: one line a query and table, a sum, and what would starve. Empty when no table
    /// says anything.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (reads.isEmpty()) {
            return lines;
        }
        Set<Object> seen = new HashSet<>();
        for (Read read : reads) {
            ReadPlan plan = read.plan();
            boolean again = plan.sharedAs().isPresent() && !seen.add(plan.sharedAs().get());
            lines.add(
                    "%s reads %s: %s%s"
                            .formatted(
                                    read.query(),
                                    read.table(),
                                    count(plan.partitions(), "partition"),
                                    again
                                            ? ", by the reader that it shares"
                                            : ", up to %d MiB ahead"
                                                    .formatted(plan.memoryBytes() / MEBI)));
        }
        lines.add(
                "%s on %s, %s; nothing waits for a core to be read; %d of %d MiB for reading ahead"
                        .formatted(
                                count(queries, "query").replace("querys", "queries"),
                                count(workers, "worker"),
                                count(readers(), "reader"),
                                readAheadBytes() / MEBI,
                                heapBytes / MEBI));
        starving().forEach(problem -> lines.add("TOO LITTLE: " + problem));
        return lines;
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%d %s%s", number, what, number == 1 ? "" : "s");
    }
}
