package io.tidemill.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.RandomValues;
import io.tidemill.expression.function.Functions;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// Groups in records against groups as objects: the same changes out after every epoch, with saving
/// and restoring between them, on random queries and random rows that also cancel.
///
/// `-Dseed=N` runs one seed alone.
class RecordGroupAggregateTest {
    private static final StructType TABLE = RandomValues.TABLE;

    @Test
    void recordsGiveWhatObjectsGive() {
        var only = Long.getLong("seed");
        long first = only == null ? 0 : only;
        long last = only == null ? Integer.getInteger("aggregations", 400) : only + 1;
        for (long seed = first; seed < last; seed++) {
            new Trial(seed).run();
        }
    }

    private static final class Trial {
        private final SplittableRandom random;
        private final RandomValues values;
        private final GroupAggregate.Spec spec;
        private final List<String> fast = new ArrayList<>();
        private final List<String> plain = new ArrayList<>();
        private final List<Object[]> present = new ArrayList<>();
        private final List<Batch> logs;
        private final String about;
        private KeyedOperator records;
        private KeyedOperator objects;

        Trial(long seed) {
            random = new SplittableRandom(seed);
            values = new RandomValues(random);
            spec = spec();
            about = "seed %d: %s".formatted(seed, spec);
            records = new RecordGroupAggregate(spec, 0, 1, batch -> collect(batch, fast));
            objects = new GroupAggregate(spec, 0, 1, batch -> collect(batch, plain));
            logs =
                    records.states().stream()
                            .map(state -> Batch.create(state.stateSchema(), 8))
                            .toList();
        }

        void run() {
            assertThat(RecordAggregates.support(spec)).as(about).isTrue();
            for (int epoch = 0; epoch < 4; epoch++) {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    var delta = delta();
                    records.push(delta);
                    objects.push(delta);
                }
                var end = new EpochEnd(Long.MIN_VALUE, 0, false);
                var wrong = failure(() -> objects.endEpoch(end));
                assertThat(failure(() -> records.endEpoch(end))).as(about).isEqualTo(wrong);
                if (wrong != null) {
                    return;
                }
                Collections.sort(fast);
                Collections.sort(plain);
                assertThat(fast).as(about).isEqualTo(plain);
                fast.clear();
                plain.clear();
                assertThat(records.stateSize().rows())
                        .as(about)
                        .isEqualTo(objects.stateSize().rows());
                save();
            }
        }

        private void save() {
            for (int i = 0; i < logs.size(); i++) {
                var log = logs.get(i);
                records.states().get(i).writeChanges(batch -> append(batch, log));
            }
            if (random.nextInt(3) > 0) {
                return;
            }
            if (random.nextBoolean()) {
                for (int i = 0; i < logs.size(); i++) {
                    var log = logs.get(i);
                    log.clear();
                    records.states().get(i).writeAll(batch -> append(batch, log));
                }
            }
            records = new RecordGroupAggregate(spec, 0, 1, batch -> collect(batch, fast));
            for (int i = 0; i < logs.size(); i++) {
                records.states().get(i).restore(logs.get(i));
            }
        }

        private static void append(Batch from, Batch to) {
            for (int row = 0; row < from.rows(); row++) {
                to.append(from, row);
            }
        }

        private GroupAggregate.Spec spec() {
            int keys = random.nextInt(4);
            var input = new StructType();
            var output = new StructType();
            var keyTypes = columns(t -> RecordExtreme.words(t) > 0);
            for (int i = 0; i < keys; i++) {
                var type = keyTypes.get(random.nextInt(keyTypes.size()));
                input = input.add("k" + i, type);
                output = output.add("k" + i, type);
            }
            boolean retracting = random.nextBoolean();
            var calls = new ArrayList<AggregateCall>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                calls.add(call());
            }
            int arguments = 0;
            for (var call : calls) {
                for (var argument : call.arguments()) {
                    input = input.add("a" + arguments++, argument.type());
                }
                output = output.add("r" + output.size(), call.type());
            }
            for (var call : calls) {
                if (call.filter().isPresent()) {
                    input = input.add("f" + arguments++, DataTypes.BooleanType);
                }
            }
            return new GroupAggregate.Spec(
                    "state", input, keys, calls, output, retracting, random.nextInt(4) == 0);
        }

        private AggregateCall call() {
            Optional<Expression> filter =
                    random.nextInt(4) == 0
                            ? Optional.of(new Expression.Literal(true, DataTypes.BooleanType))
                            : Optional.empty();
            var functions = List.of("count", "sum", "avg", "min", "max");
            var function = functions.get(random.nextInt(functions.size()));
            boolean distinct = function.equals("count") && random.nextBoolean();
            if (function.equals("count") && !distinct && random.nextBoolean()) {
                return new AggregateCall(
                        function,
                        List.of(),
                        false,
                        filter,
                        DataTypes.LongType,
                        false,
                        Position.NONE);
            }
            var types =
                    columns(t ->
                            RecordExtreme.words(t) > 0
                                    && (function.equals("min")
                                            || function.equals("max")
                                            || function.equals("count")
                                            || isSummable(t)));
            var type = types.get(random.nextInt(types.size()));
            Expression argument = new Expression.Input(0, "x", type, true);
            var result = Functions.get(function).resolve(List.of(argument)).type();
            return new AggregateCall(
                    function, List.of(argument), distinct, filter, result, true, Position.NONE);
        }

        private static boolean isSummable(DataType type) {
            try {
                var argument = new Expression.Input(0, "x", type, true);
                return Functions.get("sum")
                        .resolve(List.of(argument))
                        .arguments()
                        .equals(List.of(type));
            } catch (TidemillException e) {
                return false;
            }
        }

        private static List<DataType> columns(Predicate<DataType> wanted) {
            return TABLE.fieldList().stream()
                    .map(f -> f.dataType())
                    .filter(wanted)
                    .distinct()
                    .toList();
        }

        private Batch delta() {
            var batch = Batch.create(spec.input(), 8);
            for (int i = random.nextInt(30); i > 0; i--) {
                if (spec.retracting() && !present.isEmpty() && random.nextInt(5) < 2) {
                    batch.append(present.remove(random.nextInt(present.size())), -1);
                } else {
                    var row = row();
                    present.add(row);
                    batch.append(row, 1);
                }
            }
            return batch;
        }

        private Object[] row() {
            return spec.input().fieldList().stream()
                    .map(f -> {
                        if (random.nextInt(6) == 0) {
                            return null;
                        }
                        var value = values.value(f.dataType());
                        // Few different keys, so that groups have several rows.
                        return f.name().startsWith("k") && random.nextInt(3) > 0
                                ? new RandomValues(new SplittableRandom(random.nextInt(4)))
                                        .value(f.dataType())
                                : value;
                    })
                    .toArray();
        }

        private static void collect(Batch batch, List<String> into) {
            for (int row = 0; row < batch.rows(); row++) {
                into.add(Arrays.deepToString(batch.row(row)) + " " + batch.weight(row));
            }
        }

        private static String failure(Runnable step) {
            try {
                step.run();
                return null;
            } catch (TidemillException e) {
                return e.getCondition();
            }
        }
    }
}
