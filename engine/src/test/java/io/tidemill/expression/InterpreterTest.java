package io.tidemill.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class InterpreterTest {
    private static final Position HERE = new Position(1, 8, "price / lots");

    private static final Expression PRICE =
            new Expression.Input(0, "price", DataTypes.IntegerType, true);
    private static final Expression LOTS =
            new Expression.Input(1, "lots", DataTypes.IntegerType, true);

    @Test
    void aCallCastsItsArgumentsToWhatItTakes() {
        var quotient = Functions.get("/").call(List.of(PRICE, LOTS), HERE);
        assertThat(quotient).hasToString("(CAST(price AS DOUBLE) / CAST(lots AS DOUBLE))");
        assertThat(quotient.type()).isEqualTo(DataTypes.DoubleType);
        assertThat(value(quotient, 3, 2)).isEqualTo(1.5);
        assertThat(value(quotient, null, 2)).isNull();
    }

    @Test
    void anErrorNamesTheInnermostPartOfTheQueryOnce() {
        var quotient = Functions.get("/").call(List.of(PRICE, LOTS), HERE);
        var outer =
                Functions.get("abs")
                        .call(List.of(quotient), new Position(1, 3, "abs(price / lots)"));
        assertThatThrownBy(() -> value(outer, 3, 0))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("DIVIDE_BY_ZERO")
                .hasMessageContaining("\"price / lots\" at line 1, column 8")
                .hasMessageNotContaining("abs(price");
    }

    @Test
    void whatIsNotNeededCannotRaise() {
        var quotient = Functions.get("/").call(List.of(PRICE, LOTS), HERE);
        var big = Functions.get(">").call(List.of(quotient, PRICE), HERE);
        var never = new Expression.Literal(false, DataTypes.BooleanType);
        assertThat(value(new Expression.And(List.of(never, big)), 1, 0)).isEqualTo(false);
        assertThatThrownBy(() -> value(new Expression.And(List.of(big, never)), 1, 0))
                .isInstanceOf(TidemillException.class);
    }

    @Test
    void aCallResolvedAgainMeansTheSame() throws IOException {
        for (var row : SparkAnswers.rows()) {
            if (row.answer().startsWith("ERROR") || row.file().startsWith("aggregate")) {
                continue;
            }
            Expression expression;
            try {
                expression = ExpressionReader.read(row.expression());
            } catch (TidemillException _) {
                continue;
            }
            if (expression instanceof Expression.Call call) {
                var again = Functions.get(call.function()).resolve(call.arguments());
                assertThat(again.type()).as(row.expression()).isEqualTo(call.type());
                assertThat(again.arguments())
                        .as(row.expression())
                        .isEqualTo(call.arguments().stream().map(Expression::type).toList());
            }
        }
    }

    private static Object value(Expression expression, Object... row) {
        return Interpreter.of(expression).evaluate(row, SparkAnswers.HERE);
    }
}
