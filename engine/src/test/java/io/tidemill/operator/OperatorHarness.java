package io.tidemill.operator;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Stateful;
import org.jspecify.annotations.Nullable;

/// Drives one operator through a [Story] in every way that must not matter: row by row, all at
/// once, in random cuts, with rows of an epoch shuffled, with rows that are added and taken away
/// again, saved and restored between any two epochs, on 1 to 3 workers behind an [Exchange], whose
/// number may change at a restart.
///
/// After each epoch the table that the operator's output adds up to is compared with what an
/// [Oracle] says of all that came so far. Batches are overwritten once they were pushed, so an
/// operator that keeps one is found out.
///
///     new OperatorHarness(out -> ..., new Input(schema, 1)).check(story, random, prefix -> ...);
public final class OperatorHarness {
    private final Maker maker;
    private final List<Input> inputs;
    private boolean insertOnly;
    private boolean retracting = true;
    private int @Nullable [] upsertKey;

    /// Makes the operator of one worker.
    @FunctionalInterface
    public interface Maker {
        Made make(int worker, int workers, Downstream out);
    }

    /// An operator, where its inputs go in, and what of it is saved.
    public record Made(Operator operator, List<Downstream> inputs, List<Stateful> states) {
        /// One input: the operator itself.
        public static <T extends Operator & Downstream> Made of(T operator) {
            return of(operator, operator);
        }

        public static Made of(Operator operator, Downstream... inputs) {
            return new Made(
                    operator,
                    List.of(inputs),
                    operator instanceof Stateful stateful ? List.of(stateful) : List.of());
        }
    }

    /// @param keys how many of the first columns say which worker owns a row; 0: worker 0 owns all
    public record Input(StructType schema, int keys) {}

    /// What happens, in order.
    public sealed interface Step {
        /// A row of an input at a weight.
        record Change(int input, List<@Nullable Object> row, long weight) implements Step {}

        /// From the end of this epoch on the watermark and the clock are these.
        record Time(long watermarkMicros, long nowMicros) implements Step {}
    }

    /// A list of steps. Rows that come behind a time must be such as the watermark allows.
    public static final class Story {
        private final List<Step> steps = new ArrayList<>();
        private boolean bounded;

        public Story add(int input, @Nullable Object... row) {
            return change(input, 1, row);
        }

        public Story change(int input, long weight, @Nullable Object... row) {
            steps.add(new Step.Change(input, Arrays.asList(row.clone()), weight));
            return this;
        }

        public Story time(long watermarkMicros, long nowMicros) {
            steps.add(new Step.Time(watermarkMicros, nowMicros));
            return this;
        }

        /// The last epoch is the end of all input.
        public Story end() {
            bounded = true;
            return this;
        }

        public List<Step> steps() {
            return steps;
        }
    }

    /// All that came up to the end of an epoch.
    ///
    /// @param epochs the changes, epoch by epoch, in the order in which they were pushed
    /// @param watermarks at the end of each epoch
    /// @param clocks of each epoch
    public record Prefix(
            List<List<Step.Change>> epochs,
            List<Long> watermarks,
            List<Long> clocks,
            long watermarkMicros,
            long nowMicros,
            boolean last) {
        /// The rows of an input with their weights, none 0; rows as [OperatorHarness#plain].
        public Map<List<@Nullable Object>, Long> table(int input) {
            var table = new HashMap<List<@Nullable Object>, Long>();
            for (var epoch : epochs) {
                for (var change : epoch) {
                    if (change.input() == input) {
                        count(table, plain(change.row()), change.weight());
                    }
                }
            }
            return table;
        }

        /// The rows of an input, each as often as its weight says, boxed as in batches.
        public List<List<@Nullable Object>> rows(int input) {
            var weights = new LinkedHashMap<List<@Nullable Object>, Long>();
            var originals = new HashMap<List<@Nullable Object>, List<@Nullable Object>>();
            for (var epoch : epochs) {
                for (var change : epoch) {
                    if (change.input() == input) {
                        originals.putIfAbsent(plain(change.row()), change.row());
                        count(weights, plain(change.row()), change.weight());
                    }
                }
            }
            var rows = new ArrayList<List<@Nullable Object>>();
            weights.forEach((row, weight) -> {
                for (long i = 0; i < weight; i++) {
                    rows.add(originals.get(row));
                }
            });
            return rows;
        }
    }

    /// Says what the result is, from scratch.
    @FunctionalInterface
    public interface Oracle {
        /// @return rows, as [OperatorHarness#plain], with their weights
        Map<List<@Nullable Object>, Long> table(Prefix prefix);
    }

    /// How a story is driven.
    ///
    /// @param rowsPerEpoch about so many; 0: all in one
    /// @param noise whether rows are added that cancel within the epoch
    /// @param restarts whether the operator is saved and restored between epochs, now and then
    public record Way(
            int rowsPerEpoch, int workers, boolean shuffled, boolean noise, boolean restarts) {}

    /// What came out of one epoch.
    ///
    /// @param batches as they were pushed, of all workers
    /// @param delta netted, no weight 0
    /// @param table what all deltas so far add up to
    public record Epoch(
            Prefix prefix,
            List<Batch> batches,
            Map<List<@Nullable Object>, Long> delta,
            Map<List<@Nullable Object>, Long> table) {}

    public OperatorHarness(Maker maker, Input... inputs) {
        this.maker = maker;
        this.inputs = List.of(inputs);
    }

    /// Fails when the operator takes anything back.
    public OperatorHarness insertOnlyOut() {
        insertOnly = true;
        return this;
    }

    /// The operator's inputs only ever add: no rows that cancel are mixed in.
    public OperatorHarness insertOnlyIn() {
        retracting = false;
        return this;
    }

    /// Fails when the result holds two rows of one key, or when the old row of a key does not stand
    /// directly before the new one.
    public OperatorHarness upsertOut(int... key) {
        upsertKey = key.clone();
        return this;
    }

    /// Drives the story in many ways and compares with the oracle after each epoch.
    public void check(Story story, RandomGenerator random, Oracle oracle) {
        check(story, random, new Way(0, 1, false, false, false), oracle);
        check(story, random, new Way(1, 1, false, false, true), oracle);
        for (int i = 0; i < 4; i++) {
            var way =
                    new Way(
                            random.nextInt(1, 12),
                            random.nextInt(1, 4),
                            random.nextBoolean(),
                            retracting && random.nextBoolean(),
                            random.nextInt(4) > 0);
            check(story, random, way, oracle);
        }
    }

    private void check(Story story, RandomGenerator random, Way way, Oracle oracle) {
        for (var epoch : run(story, random, way)) {
            assertThat(epoch.table())
                    .as(() -> "%s after %s".formatted(way, epoch.prefix()))
                    .isEqualTo(oracle.table(epoch.prefix()));
        }
    }

    /// Drives the story in one way.
    public List<Epoch> run(Story story, RandomGenerator random, Way way) {
        var run = new HarnessRun(maker, inputs, way.workers(), random);
        var epochs = new ArrayList<Epoch>();
        var done = new ArrayList<List<Step.Change>>();
        Map<List<@Nullable Object>, Long> table = new HashMap<>();
        var watermarks = new ArrayList<Long>();
        var clocks = new ArrayList<Long>();
        long watermark = Long.MIN_VALUE;
        long now = 0;
        var cuts = cut(story, random, way);
        for (int i = 0; i < cuts.size(); i++) {
            var changes = new ArrayList<Step.Change>();
            for (var step : cuts.get(i)) {
                switch (step) {
                    case Step.Change change -> changes.add(change);
                    case Step.Time time -> {
                        watermark = Math.max(watermark, time.watermarkMicros());
                        now = Math.max(now, time.nowMicros());
                    }
                }
            }
            if (way.noise()) {
                addNoise(changes, done, random);
            }
            if (way.shuffled()) {
                Collections.shuffle(changes, Random.from(random));
            }
            done.add(List.copyOf(changes));
            boolean last = story.bounded && i == cuts.size() - 1;
            var end = new EpochEnd(last ? Long.MAX_VALUE : watermark, now, last);
            watermarks.add(end.watermarkMicros());
            clocks.add(end.nowMicros());
            var batches = run.epoch(changes, end);
            var delta = delta(batches);
            delta.forEach((row, weight) -> count(table, row, weight));
            verify(batches, table);
            epochs.add(
                    new Epoch(
                            new Prefix(
                                    List.copyOf(done),
                                    List.copyOf(watermarks),
                                    List.copyOf(clocks),
                                    end.watermarkMicros(),
                                    now,
                                    last),
                            batches,
                            delta,
                            Map.copyOf(table)));
            if (way.restarts() && random.nextInt(3) > 0) {
                run.restart(way.workers() == 1 ? 1 : random.nextInt(1, 4));
            }
        }
        return epochs;
    }

    /// A time ends its epoch, unless all is one epoch: the greatest counts then.
    private static List<List<Step>> cut(Story story, RandomGenerator random, Way way) {
        if (way.rowsPerEpoch() == 0) {
            return List.of(story.steps);
        }
        var cuts = new ArrayList<List<Step>>();
        var epoch = new ArrayList<Step>();
        for (var step : story.steps) {
            epoch.add(step);
            boolean full = random.nextInt(way.rowsPerEpoch()) == 0;
            if (full || (step instanceof Step.Time && random.nextBoolean())) {
                cuts.add(List.copyOf(epoch));
                epoch.clear();
            }
        }
        cuts.add(List.copyOf(epoch));
        return cuts;
    }

    /// Rows that came in this epoch or before are added, or taken away, and the other way round.
    private static void addNoise(
            List<Step.Change> changes, List<List<Step.Change>> done, RandomGenerator random) {
        var known = new ArrayList<>(changes);
        done.forEach(known::addAll);
        for (int i = known.isEmpty() ? 0 : random.nextInt(4); i > 0; i--) {
            var like = known.get(random.nextInt(known.size()));
            long weight = random.nextInt(1, 3);
            for (long signed : new long[] {weight, -weight}) {
                changes.add(
                        random.nextInt(changes.size() + 1),
                        new Step.Change(like.input(), like.row(), signed));
            }
        }
    }

    private void verify(List<Batch> batches, Map<List<@Nullable Object>, Long> table) {
        assertThat(table.values())
                .as("rows that were never given are taken back")
                .allMatch(w -> w > 0);
        for (var batch : batches) {
            for (int row = 0; row < batch.rows(); row++) {
                if (insertOnly) {
                    assertThat(batch.weight(row)).as("insert-only").isPositive();
                }
            }
            verifyPairs(batch);
        }
        if (upsertKey != null) {
            var keys = new HashSet<List<@Nullable Object>>();
            table.forEach((row, weight) -> {
                assertThat(weight).as("one row a key").isEqualTo(1);
                assertThat(keys.add(key(row))).as("one row of key of " + row).isTrue();
            });
        }
    }

    private void verifyPairs(Batch batch) {
        if (upsertKey == null) {
            return;
        }
        var retracted = new HashMap<List<@Nullable Object>, Integer>();
        for (int row = 0; row < batch.rows(); row++) {
            var key = key(plain(Arrays.asList(batch.row(row))));
            if (batch.weight(row) < 0) {
                retracted.put(key, row);
            } else if (retracted.containsKey(key)) {
                assertThat(retracted.get(key)).as("-U directly before +U").isEqualTo(row - 1);
            }
        }
    }

    private List<@Nullable Object> key(List<@Nullable Object> row) {
        var key = new ArrayList<@Nullable Object>();
        for (int column : Objects.requireNonNull(upsertKey)) {
            key.add(row.get(column));
        }
        return key;
    }

    /// What batches add up to; rows as [#plain], no weight 0.
    public static Map<List<@Nullable Object>, Long> delta(List<Batch> batches) {
        var delta = new HashMap<List<@Nullable Object>, Long>();
        for (var batch : batches) {
            for (int row = 0; row < batch.rows(); row++) {
                count(delta, plain(Arrays.asList(batch.row(row))), batch.weight(row));
            }
        }
        return delta;
    }

    /// Rows, each once or more, as a table with weights.
    public static Map<List<@Nullable Object>, Long> table(List<List<@Nullable Object>> rows) {
        var table = new HashMap<List<@Nullable Object>, Long>();
        rows.forEach(row -> count(table, plain(row), 1));
        return table;
    }

    private static void count(
            Map<List<@Nullable Object>, Long> table, List<@Nullable Object> row, long weight) {
        table.merge(row, weight, Long::sum);
        table.remove(row, 0L);
    }

    /// Values that are equal where SQL's are: arrays and structs as lists, bytes as text.
    public static List<@Nullable Object> plain(List<@Nullable Object> values) {
        var plain = new ArrayList<@Nullable Object>();
        for (var value : values) {
            plain.add(
                    switch (value) {
                        case null -> null;
                        case byte[] bytes -> "x" + HexFormat.of().formatHex(bytes);
                        case Object[] fields -> plain(Arrays.asList(fields));
                        case List<?> list -> plain(new ArrayList<>(list));
                        default -> value;
                    });
        }
        return plain;
    }
}
