package io.tidemill.expression.compile;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// What is generated, and what the interpreter is asked for.
class InterpretedPartsTest {
    /// Functions with a generated form for at least some types. Everything else in the registry is
    /// left to the interpreter, each such call by itself.
    private static final Set<String> GENERATED =
            Set.of(
                    ("% & * + - / < <= <=> <> = > >= [] ^ abs bit_length btrim ceil concat contains"
                                    + " date_add date_format date_from_unix_date date_sub date_trunc"
                                    + " datediff day dayofweek dayofyear div endswith exp floor"
                                    + " greatest hour in instr isnan isnotnull isnull last_day least"
                                    + " left length like lower ltrim minute month negative not"
                                    + " octet_length positive power quarter right rint rtrim second"
                                    + " shiftleft shiftright split_part sqrt startswith substring"
                                    + " timestamp_micros timestamp_millis timestamp_seconds trim"
                                    + " trunc unix_date unix_micros unix_millis unix_seconds upper"
                                    + " weekday weekofyear year | ~")
                            .split(" "));

    @Test
    void theseFunctionsAreGeneratedAndAllOthersInterpreted() {
        var names =
                Operations.TABLE.keySet().stream()
                        .map(key -> key.substring(0, key.indexOf('(')))
                        .filter(name -> !name.equals("cast"))
                        .collect(Collectors.toCollection(TreeSet::new));
        names.addAll(Calls.SPECIAL);
        assertThat(names).containsExactlyInAnyOrderElementsOf(GENERATED);
        assertThat(names).allSatisfy(name -> assertThat(Functions.find(name)).isPresent());
    }

    @Test
    void whatHasNoMethodIsAskedForAloneWithinGeneratedCode() {
        var text = new Expression.Input(0, "s", DataTypes.StringType, true);
        var soundex = call("soundex", text);
        var resolver = new Resolver(true, 100);
        resolver.resolve(call("=", soundex, call("upper", text)));
        assertThat(resolver.asked()).extracting(Interpreted::expression).containsExactly(soundex);
    }

    @Test
    void theQueriesOfTheBenchmarkAskNothing() {
        var price = new Expression.Input(0, "price", DataTypes.LongType, true);
        var time = new Expression.Input(1, "time", DataTypes.TimestampType, true);
        var url = new Expression.Input(2, "url", DataTypes.StringType, true);
        var resolver = new Resolver(true, 100);
        resolver.resolve(call("*", literal(new BigDecimal("0.908"), "DECIMAL(3,3)"), price));
        resolver.resolve(
                call("=", call("%", price, literal(123L, "BIGINT")), literal(0L, "BIGINT")));
        resolver.resolve(call("date_format", time, literal("yyyy-MM-dd", "STRING")));
        resolver.resolve(call("hour", time));
        resolver.resolve(call("[]", call("split", url, literal("/", "STRING")), literal(3, "INT")));
        assertThat(resolver.asked()).isEmpty();
    }

    @Test
    void anExpressionTooLongForOneMethodIsCutIntoParts() {
        var input = new Expression.Input(0, "x", DataTypes.LongType, true);
        Expression sum = input;
        for (int i = 0; i < 300; i++) {
            sum = call("+", sum, i % 2 == 0 ? input : literal((long) i, "BIGINT"));
        }
        var branches = new ArrayList<Expression.Branch>();
        for (long i = 0; i < 500; i++) {
            branches.add(
                    new Expression.Branch(
                            call("=", input, literal(i, "BIGINT")), literal(i * i, "BIGINT")));
        }
        var choice = new Expression.Case(branches, sum, DataTypes.LongType);
        var schema = StructType.fromDDL("x BIGINT");
        var output = StructType.fromDDL("y BIGINT");
        var batch = io.tidemill.data.Batch.create(schema, 3);
        batch.append(499L);
        batch.append(1000L);
        batch.append((Object) null);
        var evaluation = new io.tidemill.expression.Evaluation(0, 0, ZoneOffset.UTC);
        var generated =
                GeneratedRowFunctions.eager(schema, Optional.empty(), List.of(choice), output);
        var out = generated.apply(batch, evaluation);
        long odd = LongStream.range(0, 300).filter(i -> i % 2 == 1).sum();
        assertThat(out.row(0)).containsExactly(499L * 499);
        assertThat(out.row(1)).containsExactly(1000L + 150 * 1000L + odd);
        assertThat(out.row(2)).containsExactly((Object) null);
    }

    private static Expression literal(Object value, String type) {
        return new Expression.Literal(value, DataType.fromDDL(type));
    }

    private static Expression call(String function, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), Position.NONE);
    }
}
