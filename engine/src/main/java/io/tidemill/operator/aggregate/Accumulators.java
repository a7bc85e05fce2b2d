package io.tidemill.operator.aggregate;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the accumulators that an aggregate of a query needs.
final class Accumulators {
    private final AggregateCall call;
    private final boolean retracting;

    private Accumulators(AggregateCall call, boolean retracting) {
        this.call = call;
        this.retracting = retracting;
    }

    /// @param retracting whether rows may be taken away again
    /// @throws TidemillException UNSUPPORTED_FEATURE when there is no such aggregate
    static Supplier<Accumulator> of(AggregateCall call, boolean retracting) {
        boolean filtered = call.distinct() && !countsOnce(call.function());
        var plain = new Accumulators(call, retracting).plain();
        return filtered ? () -> new Distinct(plain.get()) : plain;
    }

    /// Whether DISTINCT changes nothing, or is seen to by the function itself.
    private static boolean countsOnce(String function) {
        return switch (function) {
            case "min",
                    "max",
                    "min_by",
                    "max_by",
                    "first",
                    "first_value",
                    "last",
                    "last_value",
                    "any_value",
                    "bool_and",
                    "every",
                    "bool_or",
                    "some",
                    "any",
                    "collect_list",
                    "array_agg",
                    "collect_set",
                    "listagg",
                    "string_agg",
                    "mode",
                    "histogram_numeric",
                    "median",
                    "percentile",
                    "percentile_cont",
                    "percentile_disc",
                    "percentile_approx",
                    "approx_percentile",
                    "approx_count_distinct" ->
                    true;
            default -> false;
        };
    }

    private Supplier<Accumulator> plain() {
        if (call.user().isPresent()) {
            var user = call.user().get();
            return retracting ? () -> new Rebuffered(user) : () -> new Buffered(user);
        }
        var type = call.arguments().isEmpty() ? call.type() : call.arguments().get(0).type();
        return switch (call.function()) {
            case "count" -> () -> new Count(call.arguments().isEmpty());
            case "count_if" -> () -> new Conditions(Conditions.Kind.COUNT);
            case "bool_and", "every" -> () -> new Conditions(Conditions.Kind.AND);
            case "bool_or", "some", "any" -> () -> new Conditions(Conditions.Kind.OR);
            case "bit_and", "bit_or", "bit_xor" -> () -> new Bits(type, call.function());
            case "sum", "try_sum" -> () -> sum(type, false);
            case "avg", "mean", "try_avg" -> () -> sum(type, true);
            case "min" -> extreme(Tuples::compareAll, true, 0);
            case "max" -> extreme(Tuples::compareAll, false, 0);
            case "min_by" -> extreme(bySecond(), true, 1);
            case "max_by" -> extreme(bySecond(), false, 1);
            case "first", "first_value", "any_value" -> position(true);
            case "last", "last_value" -> position(false);
            case "single_value" -> SingleValue::new;
            case "approx_count_distinct" -> approximateCount(type);
            case "regr_avgx" -> () -> new OfPairs(sum(call.arguments().get(1).type(), true), 1);
            case "regr_avgy" -> () -> new OfPairs(sum(type, true), 0);
            default -> collected(type);
        };
    }

    private Supplier<Accumulator> collected(DataType type) {
        var order = Tuples.order(call);
        return switch (call.function()) {
            case "collect_list", "array_agg" -> () -> new Collected(order, -1, this::list);
            case "collect_set" -> () -> new Collected(order, -1, Collected::once);
            case "listagg", "string_agg" -> {
                var delimiter = constant(1);
                yield () ->
                        new Collected(
                                order, -1, counts -> Collected.joined(list(counts), delimiter));
            }
            case "mode" -> mode();
            case "product" -> () -> new Collected(Tuples::compareAll, -1, Summaries::product);
            case "histogram_numeric" -> histogram(type);
            case "count_min_sketch" ->
                    () ->
                            new Collected(
                                    Tuples::compareAll,
                                    -1,
                                    counts ->
                                            new CountMinSketch(
                                                            number(1), number(2), (int) number(3))
                                                    .of(counts));
            case "median" -> percentile(type, List.of(0.5), false, false);
            case "percentile", "percentile_cont" ->
                    percentile(type, Percentile.percentages(constant(1)), false, false);
            case "percentile_disc" ->
                    percentile(type, Percentile.percentages(constant(1)), true, false);
            case "percentile_approx", "approx_percentile" ->
                    percentile(type, Percentile.percentages(constant(1)), true, true);
            default -> moments();
        };
    }

    /// With DISTINCT each value once.
    private NavigableMap<@Nullable Object[], Long> wanted(
            NavigableMap<@Nullable Object[], Long> counts) {
        if (!call.distinct()) {
            return counts;
        }
        var once = new TreeMap<@Nullable Object[], Long>(Tuples::compareAll);
        Collected.once(counts).forEach(value -> once.put(new @Nullable Object[] {value}, 1L));
        return once;
    }

    private List<@Nullable Object> list(NavigableMap<@Nullable Object[], Long> counts) {
        return call.distinct() ? Collected.once(counts) : Collected.all(counts);
    }

    private Supplier<Accumulator> percentile(
            DataType type, List<Double> percentages, boolean discrete, boolean keepsType) {
        boolean ofFrequencies = call.function().equals("percentile") && call.arguments().size() > 2;
        boolean descending =
                call.function().startsWith("percentile_")
                        && !keepsType
                        && Boolean.TRUE.equals(constant(2));
        var percentile =
                new Percentile(percentages, discrete, keepsType, descending, type, call.type());
        return () ->
                new Collected(
                        Tuples::compareAll,
                        ofFrequencies ? 1 : -1,
                        counts -> percentile.of(wanted(counts)));
    }

    /// Of several the least, or with a third argument that is true the greatest.
    private Supplier<Accumulator> mode() {
        Comparator<@Nullable Object[]> ascending =
                (left, right) ->
                        Tuples.compare(GroupKey.canonical(left[0]), GroupKey.canonical(right[0]));
        var order = Boolean.TRUE.equals(constant(2)) ? ascending.reversed() : ascending;
        return () ->
                new Collected(
                        order,
                        -1,
                        counts -> GroupKey.canonical(Collected.mostFrequent(wanted(counts))));
    }

    private Supplier<Accumulator> histogram(DataType type) {
        int bins = (int) number(1);
        return () ->
                new Collected(
                        Tuples::compareAll,
                        -1,
                        counts -> {
                            var numbers = new TreeMap<Double, Long>();
                            wanted(counts)
                                    .forEach((tuple, count) -> {
                                        if (count > 0 && tuple[0] != null) {
                                            numbers.merge(
                                                    Summaries.number(type, tuple[0]),
                                                    count,
                                                    Long::sum);
                                        }
                                    });
                            return Summaries.histogram(
                                    numbers, bins, middle -> Summaries.value(type, middle));
                        });
    }

    private double number(int argument) {
        return constant(argument) instanceof Number number ? number.doubleValue() : 0;
    }

    private Supplier<Accumulator> moments() {
        var name =
                switch (call.function()) {
                    case "variance" -> "var_samp";
                    case "stddev", "std" -> "stddev_samp";
                    default -> call.function();
                };
        return switch (name) {
            case "var_pop", "var_samp", "stddev_pop", "stddev_samp", "skewness", "kurtosis" ->
                    () -> new Moments(name, false);
            case "covar_pop",
                    "covar_samp",
                    "corr",
                    "regr_sxx",
                    "regr_syy",
                    "regr_sxy",
                    "regr_slope",
                    "regr_intercept",
                    "regr_r2" ->
                    () -> new Moments(name, true);
            case "regr_count" -> () -> new Count(false);
            default ->
                    throw new TidemillException(
                            Condition.UNSUPPORTED_FEATURE,
                            "the aggregate %s is not available yet"
                                    .formatted(call.position().describe()),
                            "use one of the aggregates in docs/functions.md");
        };
    }

    private Supplier<Accumulator> position(boolean first) {
        boolean ignoreNulls = call.ignoreNulls() || Boolean.TRUE.equals(constant(1));
        return extreme(Tuples.order(call), first, ignoreNulls ? 0 : -1);
    }

    private Supplier<Accumulator> extreme(
            Comparator<@Nullable Object[]> order, boolean first, int needed) {
        var types = Tuples.values(call).stream().map(Expression::type).toList();
        var pick = new Extreme.Pick(order, first, needed, types);
        return retracting ? () -> new ExtremeOfMany(pick) : () -> new Extreme(pick);
    }

    private static Comparator<@Nullable Object[]> bySecond() {
        Comparator<@Nullable Object[]> second =
                (left, right) ->
                        Tuples.compare(GroupKey.canonical(left[1]), GroupKey.canonical(right[1]));
        return second.thenComparing(Tuples::compareAll);
    }

    private Supplier<Accumulator> approximateCount(DataType type) {
        double error = constant(1) instanceof Number number ? number.doubleValue() : 0.05;
        return retracting
                ? () -> new Collected(canonical(), -1, Collected::different)
                : () -> new HyperLogLog(type, error);
    }

    private static Comparator<@Nullable Object[]> canonical() {
        return (left, right) ->
                Tuples.compare(GroupKey.canonical(left[0]), GroupKey.canonical(right[0]));
    }

    private Accumulator sum(DataType type, boolean average) {
        var result = call.type();
        return switch (type) {
            case FloatType _, DoubleType _ -> new FloatingSum(average);
            default -> new ExactSum(type, result, average, call);
        };
    }

    /// The value of an argument that is the same for all rows; null if there is none.
    private @Nullable Object constant(int argument) {
        return argument < call.arguments().size() ? constant(call.arguments().get(argument)) : null;
    }

    static @Nullable Object constant(Expression argument) {
        return Interpreter.isConstant(argument) ? Interpreter.constant(argument) : null;
    }
}
