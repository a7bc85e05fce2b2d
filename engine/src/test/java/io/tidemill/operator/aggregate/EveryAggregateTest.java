package io.tidemill.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.function.Functions;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every aggregate kept up to date, with and without retractions, DISTINCT, FILTER and an order,
/// against its definition.
class EveryAggregateTest {
    private static final StructType TABLE =
            StructType.fromDDL(
                    "k STRING, l BIGINT, d DOUBLE, e DOUBLE, s STRING, b BOOLEAN, o BIGINT");

    /// Names, and the columns that they are given.
    private static final List<String> CALLS =
            List.of(
                    "count()",
                    "count(l)",
                    "count(l,s)",
                    "count_if(b)",
                    "sum(l)",
                    "sum(d)",
                    "try_sum(l)",
                    "avg(l)",
                    "avg(e)",
                    "try_avg(l)",
                    "min(l)",
                    "max(s)",
                    "min(d)",
                    "max(d)",
                    "min_by(s,o)",
                    "max_by(s,d)",
                    "first(s)",
                    "last(l)",
                    "any_value(b)",
                    "bool_and(b)",
                    "bool_or(b)",
                    "bit_and(l)",
                    "bit_or(l)",
                    "bit_xor(l)",
                    "collect_list(s)",
                    "collect_set(l)",
                    "listagg(s)",
                    "mode(l)",
                    "median(l)",
                    "percentile(l)",
                    "percentile_approx(s)",
                    "percentile_disc(l)",
                    "approx_count_distinct(l)",
                    "var_pop(e)",
                    "var_samp(d)",
                    "stddev_pop(e)",
                    "stddev_samp(e)",
                    "skewness(e)",
                    "kurtosis(e)",
                    "covar_pop(d,e)",
                    "covar_samp(e,d)",
                    "corr(e,d)",
                    "regr_count(d,e)",
                    "regr_avgx(e,e)",
                    "regr_avgy(e,d)",
                    "regr_sxx(d,e)",
                    "regr_syy(d,e)",
                    "regr_sxy(d,e)",
                    "regr_slope(d,e)",
                    "regr_r2(d,e)");

    private static Stream<String> calls() {
        return CALLS.stream();
    }

    private static AggregateCall call(String text, RandomGenerator random) {
        var name = text.substring(0, text.indexOf('('));
        var columns = text.substring(name.length() + 1, text.length() - 1);
        var arguments = new ArrayList<Expression>();
        for (var column : columns.isEmpty() ? new String[0] : columns.split(",")) {
            arguments.add(column(column));
        }
        switch (name) {
            case "listagg" -> arguments.add(new Expression.Literal("+", DataTypes.StringType));
            case "percentile", "percentile_disc" ->
                    arguments.add(new Expression.Literal(0.3, DataTypes.DoubleType));
            case "percentile_approx" -> {
                arguments.set(0, column("l"));
                arguments.add(new Expression.Literal(0.3, DataTypes.DoubleType));
            }
            default -> {}
        }
        boolean distinct = !arguments.isEmpty() && random.nextInt(3) == 0;
        boolean ordered =
                !distinct
                        && Set.of("first", "last", "listagg", "collect_list").contains(name)
                        && random.nextBoolean();
        var type =
                Functions.get(name)
                        .typing()
                        .resolve(
                                new io.tidemill.expression.function.Arguments(
                                        name,
                                        name.equals("count") && arguments.isEmpty()
                                                ? List.of(column("l"))
                                                : arguments))
                        .type();
        return new AggregateCall(
                name,
                arguments,
                distinct,
                random.nextInt(3) == 0 ? Optional.of(column("b")) : Optional.empty(),
                ordered ? List.of(new SortKey(column("o"), true, true)) : List.of(),
                random.nextBoolean() && Set.of("first", "last", "any_value").contains(name),
                type,
                true,
                Position.NONE);
    }

    private static Expression column(String name) {
        int index = TABLE.fieldIndex(name);
        return new Expression.Input(index, name, TABLE.typeOf(index), true);
    }

    private static GroupAggregate.Spec spec(AggregateCall call, boolean keyed, boolean retracting) {
        List<Expression> keys = keyed ? List.of(column("k")) : List.of();
        var inputs = GroupAggregate.inputs(keys, List.of(call));
        var input = new StructType();
        for (var expression : inputs) {
            input = input.add("c" + input.size(), expression.type());
        }
        var output = keyed ? new StructType().add("k", "string") : new StructType();
        return new GroupAggregate.Spec(
                "state",
                input,
                keys.size(),
                List.of(call),
                output.add("r", call.type()),
                retracting,
                false);
    }

    private static Object[] row(RandomGenerator random, boolean wild) {
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, 1e10, -1e-3};
        return new Object[] {
            random.nextInt(8) == 0 ? null : "k" + random.nextInt(3),
            random.nextInt(6) == 0 ? null : (Object) random.nextLong(-4, 5),
            random.nextInt(6) == 0
                    ? null
                    : wild && random.nextInt(5) == 0
                            ? (Object) odd[random.nextInt(odd.length)]
                            : (Object) (random.nextInt(-9, 9) / 4.0),
            random.nextInt(6) == 0 ? null : (Object) (random.nextInt(-99, 99) / 8.0),
            random.nextInt(6) == 0 ? null : "s" + random.nextInt(4),
            random.nextInt(6) == 0 ? null : (Object) random.nextBoolean(),
            random.nextInt(6) == 0 ? null : (Object) random.nextLong(3)
        };
    }

    private static Object[] inputRow(List<Expression> inputs, Object[] row) {
        return inputs.stream()
                .map(expression -> row[((Expression.Input) expression).index()])
                .toArray();
    }

    private static Story story(
            GroupAggregate.Spec spec, List<Expression> inputs, RandomGenerator random) {
        var story = new Story();
        var present = new ArrayList<Object[]>();
        boolean wild =
                random.nextInt(3) == 0
                        && !spec.aggregates().getFirst().function().matches("sum|avg");
        for (int i = 0; i < 60; i++) {
            if (spec.retracting() && !present.isEmpty() && random.nextInt(5) < 2) {
                story.change(0, -1, present.remove(random.nextInt(present.size())));
            } else {
                var row = inputRow(inputs, row(random, wild));
                present.add(row);
                story.add(0, row);
            }
        }
        return story;
    }

    private static Map<List<Object>, Long> expected(GroupAggregate.Spec spec, Prefix prefix) {
        var call = spec.aggregates().getFirst();
        int width = Tuples.values(call).size();
        var groups = new HashMap<List<Object>, List<List<Object>>>();
        if (spec.keys() == 0) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (var row : prefix.rows(0)) {
            var group =
                    groups.computeIfAbsent(
                            new ArrayList<>(row.subList(0, spec.keys())), _ -> new ArrayList<>());
            if (call.filter().isEmpty() || Boolean.TRUE.equals(row.getLast())) {
                group.add(row.subList(spec.keys(), spec.keys() + width));
            }
        }
        var rows = new ArrayList<List<Object>>();
        groups.forEach((key, values) -> {
            var row = new ArrayList<>(key);
            row.add(PlainAggregates.of(call, values));
            rows.add(row);
        });
        return OperatorHarness.table(rows);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void keptUpToDateItIsWhatItsDefinitionSays(String text) {
        for (long seed = 0; seed < 8; seed++) {
            var random = new SplittableRandom(seed);
            boolean keyed = random.nextBoolean();
            boolean retracting = random.nextInt(3) > 0;
            var call = call(text, random);
            var spec = spec(call, keyed, retracting);
            var inputs =
                    GroupAggregate.inputs(keyed ? List.of(column("k")) : List.of(), List.of(call));
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) -> made(spec, worker, workers, out),
                            new Input(spec.input(), spec.keys()));
            if (keyed) {
                harness.upsertOut(0);
            }
            if (!retracting) {
                harness.insertOnlyIn();
            }
            harness.check(story(spec, inputs, random), random, prefix -> expected(spec, prefix));
        }
    }

    private static Made made(
            GroupAggregate.Spec spec,
            int worker,
            int workers,
            io.tidemill.operator.Downstream out) {
        KeyedOperator operator = GroupAggregate.create(spec, worker, workers, out);
        return new Made(operator, List.of(operator), operator.states());
    }

    @Test
    void aSecondRowWhereOneValueIsAskedForIsAnError() {
        var call = call("first(l)", new SplittableRandom(1));
        var single =
                new AggregateCall(
                        "single_value",
                        call.arguments(),
                        false,
                        Optional.empty(),
                        DataTypes.LongType,
                        true,
                        Position.NONE);
        var spec = spec(single, false, true);
        var rows = new ArrayList<Object>();
        var operator =
                GroupAggregate.create(
                        spec, 0, 1, delta -> rows.add(delta.row(delta.rows() - 1)[0]));
        var end = new EpochEnd(Long.MIN_VALUE, 0, false);
        operator.endEpoch(end);
        operator.push(batch(spec, 7L, 1));
        operator.endEpoch(end);
        assertThat(rows).containsExactly(null, 7L);
        operator.push(batch(spec, 8L, 1));
        operator.push(batch(spec, 7L, -1));
        operator.endEpoch(end);
        assertThat(rows).containsExactly(null, 7L, 8L);
        operator.push(batch(spec, null, 1));
        assertThatThrownBy(() -> operator.endEpoch(end))
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e ->
                                assertThat(e.getCondition())
                                        .isEqualTo(
                                                Condition.SCALAR_SUBQUERY_TOO_MANY_ROWS
                                                        .condition()));
    }

    private static Batch batch(GroupAggregate.Spec spec, Object value, long weight) {
        var batch = Batch.create(spec.input(), 1);
        batch.append(new Object[] {value}, weight);
        return batch;
    }

    @Test
    void anApproximateCountIsCloseAndTheSameInAnyOrder() {
        for (int many : new int[] {1, 10, 100, 1_000, 100_000}) {
            var one = new HyperLogLog(DataTypes.LongType, 0.05);
            var other = new HyperLogLog(DataTypes.LongType, 0.05);
            for (long i = 0; i < many; i++) {
                one.add(new Object[] {i * 7}, 1);
                other.add(new Object[] {(many - 1 - i) * 7}, 1);
                other.add(new Object[] {null}, 1);
            }
            assertThat(one.result()).isEqualTo(other.result());
            assertThat(((Long) one.result()).doubleValue())
                    .isBetween(many * 0.85 - 0.5, many * 1.15 + 0.5);
        }
    }
}
