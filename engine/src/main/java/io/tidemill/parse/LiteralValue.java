package io.tidemill.parse;

import io.tidemill.expression.Expression;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/// A literal with Spark's type and value, as a call without operands.
///
/// Calcite's own literals would bring its types (`CHAR(3)`) and its folding; this one passes
/// through untouched. Its name is the literal written with its type, so that two are equal when
/// they mean the same.
public final class LiteralValue extends SqlFunction {
    private final @Nullable Object value;
    private final DataType type;

    private LiteralValue(@Nullable Object value, DataType type) {
        super(
                type.sql() + " " + describe(value),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.VARCHAR,
                null,
                OperandTypes.NILADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.value = value;
        this.type = type;
    }

    /// A tree for `value`, which is boxed as `io.tidemill.data` says.
    static SqlNode node(Object value, DataType type, SqlParserPos position) {
        return new LiteralValue(value, type).createCall(position);
    }

    /// A tree for a NULL without a type.
    static SqlNode nothing(SqlParserPos position) {
        return new LiteralValue(null, DataTypes.NullType).createCall(position);
    }

    /// The value, boxed as `io.tidemill.data` says, or null.
    public @Nullable Object value() {
        return value;
    }

    /// The literal as an expression.
    public Expression expression() {
        return new Expression.Literal(value, type);
    }

    public DataType type() {
        return type;
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return Types.toCalcite(binding.getTypeFactory(), type, value == null);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return Types.toCalcite(validator.getTypeFactory(), type, value == null);
    }

    /// The value in a form that differs for different values even without regard to case, as
    /// Calcite compares names.
    private static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case String text ->
                    text + " " + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            default -> value.toString();
        };
    }
}
