package io.tidemill.expression.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.RowFunctions;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class GeneratedRowFunctionTest {
    private static final StructType TABLE = StructType.fromDDL("city STRING, n BIGINT");
    private static final Expression CITY =
            new Expression.Input(0, "city", DataTypes.StringType, true);
    private static final Expression N = new Expression.Input(1, "n", DataTypes.LongType, true);
    private static final Evaluation EVALUATION = new Evaluation(0, 0, ZoneOffset.UTC);

    @Test
    void aColumnThatNothingIsDoneToIsTheInputsOwn() {
        var batch = batch();
        var out = function(Optional.empty(), CITY).apply(batch, EVALUATION);
        assertThat(out.column(0)).isSameAs(batch.column(0));
    }

    @Test
    void aFilteredStringIsAViewOfTheInputsBytes() {
        var batch = batch();
        var out = function(Optional.of(more(1)), CITY).apply(batch, EVALUATION);
        assertThat(out.bytes(0).data()).isSameAs(batch.bytes(0).data());
        assertThat(out.row(0)).containsExactly("Bergen");
        assertThat(out.rows()).isEqualTo(2);
    }

    @Test
    void weightsAndOriginGoWithTheirRows() {
        var batch = batch();
        batch.setWeights(new long[] {1, -1, 3});
        batch.setOrigin(row -> "rides.json@" + 100 * row);
        var out = function(Optional.of(more(1)), N).apply(batch, EVALUATION);
        assertThat(out.weight(0)).isEqualTo(-1);
        assertThat(out.weight(1)).isEqualTo(3);
        assertThat(out.describe(1)).isEqualTo("rides.json@200");
    }

    @Test
    void anErrorNamesTheExpressionItsPlaceAndTheRow() {
        var position = new Position(3, 8, "n + 9223372036854775807");
        var sum =
                Functions.get("+")
                        .call(
                                List.of(
                                        N,
                                        new Expression.Literal(Long.MAX_VALUE, DataTypes.LongType)),
                                position);
        var batch = batch();
        batch.setOrigin(row -> "rides.json@" + 100 * row);
        assertThatThrownBy(() -> function(Optional.of(more(1)), sum).apply(batch, EVALUATION))
                .hasMessageContaining("[ARITHMETIC_OVERFLOW]")
                .hasMessageContaining("\"n + 9223372036854775807\" at line 3, column 8")
                .hasMessageContaining("rides.json@100");
    }

    @Test
    void theFirstRowsAreInterpretedAndTheAnswerStaysTheSame() {
        var output = StructType.fromDDL("m BIGINT");
        var twice = Functions.get("*").call(List.of(N, N), Position.NONE);
        var function = RowFunctions.create(TABLE, Optional.of(more(1)), List.of(twice), output);
        for (int i = 0; i < 1000; i++) {
            var out = function.apply(batch(), EVALUATION);
            assertThat(out.row(0)).containsExactly(4L);
            assertThat(out.row(1)).containsExactly(9L);
        }
    }

    private static Expression more(long than) {
        return Functions.get(">")
                .call(List.of(N, new Expression.Literal(than, DataTypes.LongType)), Position.NONE);
    }

    private static GeneratedRowFunction function(
            Optional<Expression> filter, Expression projection) {
        var output = new StructType().add("c", projection.type());
        return GeneratedRowFunctions.eager(TABLE, filter, List.of(projection), output);
    }

    private static Batch batch() {
        var batch = Batch.create(TABLE, 3);
        batch.append("Oslo", 1L);
        batch.append("Bergen", 2L);
        batch.append("Ås", 3L);
        return batch;
    }
}
