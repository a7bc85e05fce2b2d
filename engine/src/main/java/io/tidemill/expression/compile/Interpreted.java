package io.tidemill.expression.compile;

import io.tidemill.data.Batch;
import io.tidemill.data.Boxes;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.StringType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A sub-expression that the interpreter computes in the middle of generated code. Reads, as
/// objects, the columns that it needs; leaves the value in itself, which is a [Cell].
final class Interpreted extends Cell {
    private final Expression expression;
    private final Interpreter interpreter;
    private final int[] inputs;
    private @Nullable Object[] row = {};
    private @Nullable Batch batch;
    private @Nullable Evaluation evaluation;

    Interpreted(Expression expression) {
        this.expression = expression;
        interpreter = Interpreter.of(expression);
        var used = new BitSet();
        Inputs.collect(expression, used);
        inputs = used.stream().toArray();
    }

    Expression expression() {
        return expression;
    }

    /// Says which rows come next.
    void bind(Batch in, Evaluation sees) {
        batch = in;
        evaluation = sees;
        if (row.length < in.columnCount()) {
            row = new @Nullable Object[in.columnCount()];
        }
    }

    /// The value for row `index` as an object.
    @Nullable Object value(int index) {
        if (batch == null || evaluation == null) {
            throw new IllegalStateException("no batch to read from");
        }
        for (int input : inputs) {
            row[input] = batch.column(input).get(index);
        }
        return interpreter.evaluate(row, evaluation, index);
    }

    /// Computes the value for row `index` into this cell.
    void ask(int index) {
        var value = value(index);
        isNull = value == null;
        if (value == null) {
            return;
        }
        var type = expression.type();
        switch (Kind.of(type)) {
            case BOOL, LONG -> low = Boxes.toLong(type, value);
            case DOUBLE -> real = ((Number) value).doubleValue();
            case WIDE -> {
                var unscaled =
                        ((BigDecimal) value).setScale(((DecimalType) type).scale()).unscaledValue();
                high = unscaled.shiftRight(64).longValue();
                low = unscaled.longValue();
            }
            case BYTES -> {
                var bytes =
                        type instanceof StringType
                                ? ((String) value).getBytes(StandardCharsets.UTF_8)
                                : (byte[]) value;
                view(bytes, 0, bytes.length);
            }
            case NESTED -> {}
        }
    }
}
