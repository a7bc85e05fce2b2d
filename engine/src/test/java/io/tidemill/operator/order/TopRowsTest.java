package io.tidemill.operator.order;

import module java.base;

import io.tidemill.operator.BoxOrder;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.order.RowBytes.Part;
import io.tidemill.operator.order.TopRows.Closing;
import io.tidemill.operator.order.TopRows.Rank;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// Ranks kept up to date against ranks from scratch.
class TopRowsTest {
    // The key, an order that is no column, the row.
    private static final StructType INPUT =
            StructType.fromDDL("k BIGINT, s INT, a STRING, b DOUBLE, c INT");
    private static final StructType ROW = StructType.fromDDL("a STRING, b DOUBLE, c INT");

    @Test
    void ranksAreTheSameHoweverTheyAreCut() {
        for (long seed = 0; seed < Integer.getInteger("tops", 100); seed++) {
            new Trial(seed).run();
        }
    }

    @Test
    void aPartitionThatHasNotChangedForItsTimeToLiveStartsAnew() {
        for (long seed = 0; seed < 60; seed++) {
            var random = new SplittableRandom(seed);
            long ttl = 1L + random.nextInt(8);
            long last = 1L + random.nextInt(2); // one has an operator of its own
            var order = List.of(Part.natural(4, 2), Part.natural(2, 0), Part.natural(3, 1));
            var spec =
                    new TopRows.Spec(
                            "top-0",
                            INPUT,
                            1,
                            order,
                            1,
                            Rank.ROW_NUMBER,
                            1,
                            last,
                            false,
                            ROW,
                            true,
                            true,
                            Optional.empty(),
                            ttl);
            var story = new Story();
            for (int i = 0; i < 60; i++) {
                story.add(0, (long) random.nextInt(4), 0, "t", 0.5, random.nextInt(1000));
                story.time(0, i);
            }
            new OperatorHarness(
                            (worker, workers, out) ->
                                    Made.of(TopRows.create(spec, worker, workers, out)),
                            new Input(INPUT, 1))
                    .insertOnlyIn()
                    .check(story, random, prefix -> living(prefix, ttl, last));
        }
    }

    /// Epoch by epoch: the least rows of each key, which is forgotten when they stayed the same for
    /// too long; what was given stays.
    private static Map<List<Object>, Long> living(Prefix prefix, long ttl, long last) {
        var kept = new HashMap<Object, List<Integer>>();
        var changed = new HashMap<Object, Long>();
        var given = new ArrayList<List<Object>>();
        for (int epoch = 0; epoch < prefix.epochs().size(); epoch++) {
            long now = prefix.clocks().get(epoch);
            changed.entrySet()
                    .removeIf(entry -> {
                        boolean over = entry.getValue() < now - ttl;
                        if (over) {
                            kept.remove(entry.getKey());
                        }
                        return over;
                    });
            var before = new HashMap<>(kept);
            for (var change : prefix.epochs().get(epoch)) {
                var rows = new ArrayList<>(kept.getOrDefault(change.row().getFirst(), List.of()));
                rows.add((Integer) change.row().get(4));
                Collections.sort(rows);
                kept.put(
                        change.row().getFirst(),
                        List.copyOf(rows.subList(0, (int) Math.min(last, rows.size()))));
            }
            kept.forEach((key, rows) -> {
                if (!rows.equals(before.get(key))) {
                    changed.put(key, now);
                }
            });
            for (var key : changed.keySet()) {
                before.getOrDefault(key, List.of()).forEach(c -> given.remove(row(c)));
                kept.getOrDefault(key, List.of()).forEach(c -> given.add(row(c)));
            }
        }
        return OperatorHarness.table(given);
    }

    private static List<Object> row(int c) {
        return List.of("t", 0.5, c);
    }

    private static final class Trial {
        private final SplittableRandom random;
        private final Rank rank;
        private final long first;
        private final long last;
        private final boolean withRank;
        private final boolean insertOnly;
        private final int keys;
        private final List<Part> order = new ArrayList<>();
        private final int sortKeys;
        private final Optional<Closing> closing;

        Trial(long seed) {
            random = new SplittableRandom(seed);
            boolean one = random.nextInt(4) == 0; // what has an operator of its own
            rank = one ? Rank.ROW_NUMBER : List.of(Rank.values()).get(random.nextInt(3));
            first = !one && random.nextInt(3) == 0 ? random.nextInt(1, 4) : 1;
            last = one ? 1 : random.nextInt(5) == 0 ? Long.MAX_VALUE : first + random.nextInt(4);
            withRank = random.nextBoolean();
            insertOnly = one || random.nextBoolean();
            keys = random.nextInt(3) == 0 ? 0 : 1;
            closing =
                    keys == 1 && random.nextInt(3) == 0
                            ? Optional.of(new Closing(0, random.nextInt(3), random.nextBoolean()))
                            : Optional.empty();
            var columns = new ArrayList<>(List.of(1, 2, 3));
            Collections.shuffle(columns, Random.from(random));
            sortKeys = random.nextInt(0, 3);
            for (int i = 0; i < sortKeys; i++) {
                int column = columns.get(i);
                order.add(new Part(column, column - 2, random.nextBoolean(), random.nextBoolean()));
            }
            for (int column = 2; column < 5; column++) {
                if (!columns.subList(0, sortKeys).contains(column)) {
                    order.add(Part.natural(column, column - 2));
                }
            }
            order.replaceAll(p ->
                    p.target() < 0 && p.column() > 1
                            ? new Part(p.column(), -1, p.ascending(), p.nullsFirst())
                            : p);
        }

        void run() {
            var output = withRank ? ROW.add("rank", "int") : ROW;
            var spec =
                    new TopRows.Spec(
                            "top-0",
                            INPUT,
                            keys,
                            order,
                            sortKeys,
                            rank,
                            first,
                            last,
                            withRank,
                            output,
                            insertOnly,
                            true,
                            closing,
                            0);
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) ->
                                    Made.of(TopRows.create(spec, worker, workers, out)),
                            new Input(INPUT, keys));
            if (insertOnly) {
                harness.insertOnlyIn();
            }
            if (closing.isPresent() && closing.get().isFinal()) {
                harness.insertOnlyOut();
            }
            harness.check(story(), random, this::expected);
        }

        private Story story() {
            var story = new Story();
            var present = new ArrayList<Object[]>();
            long watermark = Long.MIN_VALUE;
            for (int i = 0; i < 60; i++) {
                if (!insertOnly && !present.isEmpty() && random.nextInt(3) == 0) {
                    var row = present.remove(random.nextInt(present.size()));
                    if (isOpen(row[0], watermark)) {
                        story.change(0, -1, row);
                    }
                    continue;
                }
                var row = row();
                if (isOpen(row[0], watermark)) {
                    present.add(row);
                    story.add(0, row);
                }
                if (closing.isPresent() && random.nextInt(10) == 0) {
                    watermark = watermark == Long.MIN_VALUE ? 0 : watermark + 1;
                    story.time(watermark, 0);
                }
            }
            return random.nextBoolean() ? story.end() : story;
        }

        /// Whether such a row may come behind this watermark.
        private boolean isOpen(Object key, long watermark) {
            return closing.isEmpty()
                    || key == null
                    || watermark == Long.MIN_VALUE
                    || (Long) key >= watermark - closing.get().lagMicros();
        }

        private Object[] row() {
            return new Object[] {
                random.nextInt(8) == 0 ? null : (long) random.nextInt(4),
                random.nextInt(6) == 0 ? null : random.nextInt(3),
                random.nextInt(6) == 0 ? null : "t" + random.nextInt(3),
                random.nextInt(6) == 0
                        ? null
                        : random.nextInt(4) == 0 ? Double.NaN : random.nextInt(2) - 0.5,
                random.nextInt(3)
            };
        }

        private Map<List<Object>, Long> expected(Prefix prefix) {
            var partitions = new HashMap<Object, List<List<Object>>>();
            for (var row : prefix.rows(0)) {
                partitions
                        .computeIfAbsent(
                                keys == 0 ? "all" : Optional.ofNullable(row.getFirst()),
                                _ -> new ArrayList<>())
                        .add(row);
            }
            var result = new ArrayList<List<Object>>();
            partitions.forEach((_, rows) -> {
                if (closing.isEmpty()
                        || !closing.get().isFinal()
                        || prefix.last()
                        || rows.getFirst().getFirst() != null
                                && !isOpen(rows.getFirst().getFirst(), prefix.watermarkMicros())) {
                    result.addAll(ranked(rows));
                }
            });
            return OperatorHarness.table(result);
        }

        private List<List<Object>> ranked(List<List<Object>> rows) {
            rows.sort((a, b) -> compare(a, b, order.size()));
            var result = new ArrayList<List<Object>>();
            long groups = 0;
            long groupBegin = 0;
            for (int i = 0; i < rows.size(); i++) {
                if (i == 0 || compare(rows.get(i - 1), rows.get(i), sortKeys) != 0) {
                    groups++;
                    groupBegin = i + 1L;
                }
                long number =
                        switch (rank) {
                            case ROW_NUMBER -> i + 1;
                            case RANK -> groupBegin;
                            case DENSE_RANK -> groups;
                        };
                if (number >= first && number <= last) {
                    var row = new ArrayList<>(rows.get(i).subList(2, 5));
                    if (withRank) {
                        row.add((int) number);
                    }
                    result.add(row);
                }
            }
            return result;
        }

        private int compare(List<Object> left, List<Object> right, int parts) {
            for (var part : order.subList(0, parts)) {
                var a = left.get(part.column());
                var b = right.get(part.column());
                int by = BoxOrder.compare(a, b);
                boolean forward = a == null || b == null ? part.nullsFirst() : part.ascending();
                if (by != 0) {
                    return forward ? by : -by;
                }
            }
            return 0;
        }
    }
}
