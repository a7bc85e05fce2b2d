package io.tidemill.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.OperatorHarness.Way;
import io.tidemill.operator.aggregate.GroupAggregate.Emission;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Groups that the watermark makes complete: given once, or at once, and forgotten.
class CompletionTest {
    private static final StructType INPUT = StructType.fromDDL("t TIMESTAMP, k STRING, v BIGINT");
    private static final StructType OUTPUT =
            StructType.fromDDL("t TIMESTAMP, k STRING, n BIGINT, total BIGINT");
    private static final long LAG = 5_000_000;

    private static AggregateCall call(String function, List<Expression> arguments) {
        return new AggregateCall(
                function,
                arguments,
                false,
                Optional.empty(),
                DataTypes.LongType,
                true,
                Position.NONE);
    }

    private static GroupAggregate.Spec spec(Emission emission) {
        var value = new Expression.Input(2, "v", DataTypes.LongType, true);
        return new GroupAggregate.Spec(
                "aggregate-0",
                INPUT,
                2,
                List.of(call("count", List.of()), call("sum", List.of(value))),
                OUTPUT,
                true,
                emission,
                new TreeMap<>(Map.of(0, LAG)),
                false,
                0);
    }

    private static OperatorHarness harness(Emission emission, boolean records) {
        var spec = spec(emission);
        return new OperatorHarness(
                (worker, workers, out) ->
                        Made.of(
                                records
                                        ? new RecordGroupAggregate(spec, worker, workers, out)
                                        : new GroupAggregate(spec, worker, workers, out)),
                new Input(INPUT, 2));
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Story story(RandomGenerator random) {
        var story = new Story();
        var present = new ArrayList<Object[]>();
        long watermark = -100_000_000;
        for (int i = 0; i < 80; i++) {
            long least = watermark - LAG;
            present.removeIf(row -> row[0] != null && micros(row[0]) < least);
            if (random.nextInt(6) == 0) {
                watermark += random.nextInt(3_000_000);
                story.time(watermark, 0);
            } else if (!present.isEmpty() && random.nextInt(3) == 0) {
                story.change(0, -1, present.remove(random.nextInt(present.size())));
            } else {
                long micros = Math.ceilDiv(least, 700_000) * 700_000 + random.nextInt(9) * 700_000L;
                var row =
                        new Object[] {
                            random.nextInt(12) == 0 ? null : time(micros),
                            random.nextInt(6) == 0 ? null : "k" + random.nextInt(2),
                            random.nextInt(6) == 0 ? null : random.nextLong(100)
                        };
                present.add(row);
                story.add(0, row);
            }
        }
        return random.nextBoolean() ? story.end() : story;
    }

    private static long micros(Object time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) time);
    }

    /// Each group from scratch.
    private static Map<List<Object>, Long> groups(Prefix prefix, Predicate<Object> wanted) {
        var groups = new HashMap<List<Object>, List<Object>>();
        for (var row : prefix.rows(0)) {
            groups.computeIfAbsent(row.subList(0, 2), _ -> new ArrayList<>()).add(row.get(2));
        }
        var table = new HashMap<List<Object>, Long>();
        groups.forEach((key, values) -> {
            if (wanted.test(key.getFirst())) {
                var row = new ArrayList<>(key);
                row.add((long) values.size());
                var present = values.stream().filter(v -> v != null).toList();
                row.add(present.isEmpty() ? null : present.stream().mapToLong(v -> (Long) v).sum());
                table.put(row, 1L);
            }
        });
        return table;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGroupIsGivenOnceWhenTheWatermarkSaysThatItIsComplete(boolean records) {
        for (long seed = 0; seed < 40; seed++) {
            var random = new SplittableRandom(seed);
            harness(Emission.FINAL, records)
                    .insertOnlyOut()
                    .check(
                            story(random),
                            random,
                            prefix ->
                                    groups(
                                            prefix,
                                            time ->
                                                    prefix.last()
                                                            || time != null
                                                                    && micros(time) + LAG
                                                                            < prefix
                                                                                    .watermarkMicros()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGroupThatIsGivenAtOnceStaysInTheResultWhenItIsForgotten(boolean records) {
        for (long seed = 0; seed < 40; seed++) {
            var random = new SplittableRandom(seed);
            harness(Emission.CHANGES, records)
                    .upsertOut(0, 1)
                    .check(story(random), random, prefix -> groups(prefix, _ -> true));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsCompleteTakesNoStateAnyMore(boolean records) {
        var story = new Story();
        for (int i = 0; i < 50; i++) {
            story.add(0, time(i * 1_000_000L), "k", 1L);
        }
        story.time(30_000_000 + LAG, 0);
        for (var emission : List.of(Emission.FINAL, Emission.CHANGES)) {
            var made = new ArrayList<Made>();
            var spec = spec(emission);
            new OperatorHarness(
                            (worker, workers, out) -> {
                                made.add(
                                        Made.of(
                                                records
                                                        ? new RecordGroupAggregate(
                                                                spec, worker, workers, out)
                                                        : new GroupAggregate(
                                                                spec, worker, workers, out)));
                                return made.getLast();
                            },
                            new Input(INPUT, 2))
                    .run(story, new SplittableRandom(1), new Way(0, 1, false, false, false));
            assertThat(made.getLast().states().getFirst().stateSize().rows()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyThatHadNoRowForTheTimeToLiveStartsAnew(boolean records) {
        long ttl = 5_000_000;
        var distinct =
                new AggregateCall(
                        "count",
                        List.of(new Expression.Input(2, "v", DataTypes.LongType, true)),
                        true,
                        Optional.empty(),
                        DataTypes.LongType,
                        true,
                        Position.NONE);
        var plain = spec(Emission.CHANGES);
        var spec =
                new GroupAggregate.Spec(
                        "aggregate-0",
                        StructType.fromDDL("t TIMESTAMP, k STRING, v BIGINT"),
                        2,
                        List.of(call("count", List.of()), distinct),
                        plain.output(),
                        false,
                        Emission.CHANGES,
                        new TreeMap<>(),
                        false,
                        ttl);
        for (long seed = 0; seed < 30; seed++) {
            var random = new SplittableRandom(seed);
            var story = new Story();
            long now = 0;
            for (int i = 0; i < 60; i++) {
                if (random.nextInt(4) == 0) {
                    now += random.nextInt(4_000_000);
                    story.time(Long.MIN_VALUE, now);
                }
                story.add(0, null, "k" + random.nextInt(6), random.nextLong(4));
            }
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) -> {
                                KeyedOperator operator =
                                        records
                                                ? new RecordGroupAggregate(
                                                        spec, worker, workers, out)
                                                : new GroupAggregate(spec, worker, workers, out);
                                return new Made(operator, List.of(operator), operator.states());
                            },
                            new Input(INPUT, 2));
            var expected = new HashMap<List<Object>, Long>();
            var live = new HashMap<Object, List<Object>>();
            var changed = new HashMap<Object, Long>();
            for (var epoch : harness.run(story, random, new Way(4, 2, false, false, true))) {
                long clock = epoch.prefix().nowMicros();
                changed.forEach((key, at) -> {
                    if (at < clock - ttl) {
                        live.remove(key);
                    }
                });
                for (var change : epoch.prefix().epochs().getLast()) {
                    var key = change.row().get(1);
                    var values = live.computeIfAbsent(key, _ -> new ArrayList<>());
                    if (!values.isEmpty()) {
                        expected.computeIfPresent(
                                given(key, values), (_, n) -> n == 1 ? null : n - 1);
                    }
                    values.add(change.row().get(2));
                    expected.merge(given(key, values), 1L, Long::sum);
                    changed.put(key, clock);
                }
                assertThat(epoch.table()).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    private static List<Object> given(Object key, List<Object> values) {
        return Arrays.asList(null, key, (long) values.size(), values.stream().distinct().count());
    }
}
