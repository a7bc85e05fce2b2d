package io.tidemill.operator.order;

import module java.base;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.WindowCall;
import io.tidemill.expression.WindowCall.Bound;
import io.tidemill.expression.WindowCall.Frame;
import io.tidemill.expression.WindowCall.Unit;
import io.tidemill.operator.BoxOrder;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.order.RowBytes.Part;
import io.tidemill.operator.order.TopRows.Closing;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// Window functions kept up to date against [OverOracle].
class OverRowsTest {
    private static final StructType INPUT =
            StructType.fromDDL("k BIGINT, a BIGINT, v INT, d DOUBLE, f BOOLEAN");
    private static final StructType ROW =
            StructType.fromDDL("a BIGINT, v INT, d DOUBLE, f BOOLEAN");

    @Test
    void valuesAreTheSameHoweverTheyAreCut() {
        var only = Long.getLong("seed");
        long last = only == null ? Integer.getInteger("windows", 120) : only + 1;
        for (long seed = only == null ? 0 : only; seed < last; seed++) {
            new Trial(seed).run();
        }
    }

    @Test
    void rowsOrderedByTimeAreGivenOnceWhenTheirTimeIsOver() {
        for (long seed = 0; seed < 80; seed++) {
            new Running(seed).run();
        }
    }

    /// Functions that look back, over rows that are only added.
    private static final class Running {
        private final SplittableRandom random;
        private final Trial trial;
        private final long lag;

        Running(long seed) {
            random = new SplittableRandom(seed);
            lag = random.nextInt(3);
            Trial found = null;
            for (long other = seed * 1000; found == null; other++) {
                var candidate = new Trial(other);
                var order = candidate.order.getFirst();
                boolean fits =
                        candidate.sortKeys > 0
                                && order.ascending()
                                && !order.nullsFirst()
                                && candidate.calls.stream()
                                        .allMatch(call -> WindowValues.looksBack(call.call()));
                found = fits ? candidate : null;
            }
            trial = found;
        }

        void run() {
            var spec = trial.spec(Optional.empty());
            var harness =
                    new OperatorHarness(
                                    (worker, workers, out) -> {
                                        var over = new RunningOver(spec, lag, worker, workers, out);
                                        return new Made(
                                                over,
                                                List.of(over),
                                                List.of(over, over.progress()));
                                    },
                                    new Input(INPUT, 1))
                            .insertOnlyIn()
                            .insertOnlyOut();
            harness.check(story(), random, this::expected);
        }

        private Story story() {
            var story = new Story();
            long watermark = 0;
            for (int i = 0; i < 45; i++) {
                story.add(
                        0,
                        random.nextInt(8) == 0 ? null : (long) random.nextInt(3),
                        random.nextInt(12) == 0 ? null : watermark - lag + random.nextInt(5),
                        random.nextInt(4) == 0 ? null : random.nextInt(5),
                        random.nextInt(4) == 0 ? null : random.nextInt(5) * 0.5,
                        random.nextInt(4) == 0 ? null : random.nextBoolean());
                if (random.nextInt(4) == 0) {
                    watermark += random.nextInt(3);
                    story.time(watermark, 0);
                }
            }
            return random.nextBoolean() ? story.end() : story;
        }

        private Map<List<Object>, Long> expected(Prefix prefix) {
            var all = trial.expected(prefix, _ -> true);
            all.keySet()
                    .removeIf(row -> {
                        boolean over =
                                row.getFirst() != null
                                        && prefix.watermarkMicros() != Long.MIN_VALUE
                                        && (Long) row.getFirst() < prefix.watermarkMicros() - lag;
                        return !prefix.last() && !over;
                    });
            return all;
        }
    }

    private static final class Trial {
        private final SplittableRandom random;
        private final List<Part> order = new ArrayList<>();
        private final int sortKeys;
        private final List<OverCall> calls = new ArrayList<>();
        private final Optional<Closing> closing;

        Trial(long seed) {
            random = new SplittableRandom(seed);
            sortKeys = random.nextInt(3);
            for (int i = 0; i < 4; i++) {
                order.add(
                        i < sortKeys
                                ? new Part(i + 1, i, random.nextBoolean(), random.nextBoolean())
                                : Part.natural(i + 1, i));
            }
            closing =
                    random.nextInt(3) == 0
                            ? Optional.of(new Closing(0, random.nextInt(3), random.nextBoolean()))
                            : Optional.empty();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                calls.add(call());
            }
        }

        private OverCall call() {
            var functions =
                    List.of(
                            "row_number",
                            "rank",
                            "dense_rank",
                            "percent_rank",
                            "cume_dist",
                            "ntile",
                            "lag",
                            "lead",
                            "first_value",
                            "last_value",
                            "nth_value",
                            "count",
                            "sum",
                            "min",
                            "max",
                            "sum");
            var function = functions.get(random.nextInt(functions.size()));
            int value = random.nextInt(3);
            var argument = input(value);
            List<Expression> arguments =
                    switch (function) {
                        case "row_number", "rank", "dense_rank", "percent_rank", "cume_dist" ->
                                List.of();
                        case "ntile" -> List.of(number(1 + random.nextInt(4)));
                        case "lag", "lead" ->
                                List.of(argument, number(random.nextInt(5) - 1), argument);
                        case "nth_value" -> List.of(argument, number(1 + random.nextInt(3)));
                        default -> List.of(argument);
                    };
            var type =
                    switch (function) {
                        case "percent_rank", "cume_dist" -> DataTypes.DoubleType;
                        case "row_number", "rank", "dense_rank", "ntile" -> DataTypes.IntegerType;
                        case "count" -> DataTypes.LongType;
                        case "sum" -> value == 2 ? DataTypes.DoubleType : DataTypes.LongType;
                        default -> argument.type();
                    };
            boolean aggregate = List.of("count", "sum", "min", "max").contains(function);
            boolean nulls = !aggregate && random.nextBoolean() && !arguments.isEmpty();
            Optional<Expression> filter =
                    aggregate && random.nextInt(3) == 0 ? Optional.of(input(3)) : Optional.empty();
            var columns =
                    arguments.stream()
                            .map(a -> a instanceof Expression.Input i ? i.index() : -1)
                            .toList();
            return new OverCall(
                    new WindowCall(
                            function,
                            arguments,
                            filter,
                            nulls && !function.equals("ntile"),
                            frame(),
                            type,
                            true,
                            Position.NONE),
                    columns,
                    filter.isPresent() ? 3 : -1,
                    sortKeys == 1 ? 0 : -1,
                    order.getFirst().ascending());
        }

        private static Expression input(int column) {
            var field = ROW.field(column);
            return new Expression.Input(column, field.name(), field.dataType(), true);
        }

        private static Expression number(int value) {
            return new Expression.Literal(value, DataTypes.IntegerType);
        }

        private Frame frame() {
            var units = new ArrayList<>(List.of(Unit.ROWS, Unit.RANGE));
            if (sortKeys > 0) {
                units.add(Unit.GROUPS);
            }
            var unit = units.get(random.nextInt(units.size()));
            boolean distances = unit != Unit.RANGE || sortKeys == 1;
            int[] places = {random.nextInt(-4, 5), random.nextInt(-4, 5)};
            Arrays.sort(places);
            return new Frame(
                    unit, bound(places[0], distances, true), bound(places[1], distances, false));
        }

        private static Bound bound(int place, boolean distances, boolean start) {
            DataType type = DataTypes.LongType;
            int away = distances ? Math.abs(place) : 0;
            if (start ? place == -4 : place < 0 && !distances) {
                return start ? new Bound.UnboundedPreceding() : new Bound.CurrentRow();
            }
            if (!start && place == 4) {
                return new Bound.UnboundedFollowing();
            }
            var literal = new Expression.Literal((long) away, type);
            return away == 0
                    ? new Bound.CurrentRow()
                    : place < 0 ? new Bound.Preceding(literal) : new Bound.Following(literal);
        }

        void run() {
            var spec = spec(closing);
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) ->
                                    Made.of(new OverRows(spec, worker, workers, out)),
                            new Input(INPUT, 1));
            if (closing.isPresent() && closing.get().isFinal()) {
                harness.insertOnlyOut();
            }
            try {
                harness.check(story(), random, this::expected);
            } catch (RuntimeException e) {
                throw new IllegalStateException(calls.toString() + order, e);
            }
        }

        OverRows.Spec spec(Optional<Closing> closed) {
            var output = ROW;
            for (var call : calls) {
                output = output.add("r" + output.size(), call.call().type());
            }
            return new OverRows.Spec(
                    "over-0", INPUT, 1, order, sortKeys, ROW, 4, calls, output, true, closed, 0);
        }

        private Story story() {
            var story = new Story();
            var present = new ArrayList<Object[]>();
            long watermark = Long.MIN_VALUE;
            for (int i = 0; i < 45; i++) {
                if (!present.isEmpty() && random.nextInt(3) == 0) {
                    var row = present.remove(random.nextInt(present.size()));
                    if (isOpen(row[0], watermark)) {
                        story.change(0, -1, row);
                    }
                    continue;
                }
                Object[] row = {
                    random.nextInt(8) == 0 ? null : (long) random.nextInt(3),
                    random.nextInt(6) == 0 ? null : (long) random.nextInt(8),
                    random.nextInt(4) == 0 ? null : random.nextInt(5),
                    random.nextInt(4) == 0 ? null : random.nextInt(5) * 0.5,
                    random.nextInt(4) == 0 ? null : random.nextBoolean()
                };
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

        private boolean isOpen(Object key, long watermark) {
            return closing.isEmpty()
                    || key == null
                    || watermark == Long.MIN_VALUE
                    || (Long) key >= watermark - closing.get().lagMicros();
        }

        private Map<List<Object>, Long> expected(Prefix prefix) {
            return expected(
                    prefix,
                    key ->
                            closing.isEmpty()
                                    || !closing.get().isFinal()
                                    || prefix.last()
                                    || key.isPresent()
                                            && !isOpen(key.get(), prefix.watermarkMicros()));
        }

        private Map<List<Object>, Long> expected(
                Prefix prefix, Predicate<Optional<Object>> isGiven) {
            var partitions = new HashMap<Optional<Object>, List<List<Object>>>();
            for (var row : prefix.rows(0)) {
                partitions
                        .computeIfAbsent(
                                Optional.ofNullable(row.getFirst()), _ -> new ArrayList<>())
                        .add(row.subList(1, 5));
            }
            var result = new ArrayList<List<Object>>();
            partitions.forEach((key, rows) -> {
                if (isGiven.test(key)) {
                    rows.sort((a, b) -> compare(a, b, 4));
                    var values =
                            new OverOracle(rows, (a, b) -> compare(a, b, sortKeys), calls).values();
                    for (int i = 0; i < rows.size(); i++) {
                        var row = new ArrayList<>(rows.get(i));
                        row.addAll(values.get(i));
                        result.add(row);
                    }
                }
            });
            return OperatorHarness.table(result);
        }

        private int compare(List<Object> left, List<Object> right, int parts) {
            for (var part : order.subList(0, parts)) {
                var a = left.get(part.target());
                var b = right.get(part.target());
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
