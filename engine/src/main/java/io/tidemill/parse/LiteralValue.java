package io.tidemill.parse;

import io.tidemill.sql.types.DataType;
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

/// A literal with Spark's type and value, as a call without operands.
///
/// Calcite's own literals would bring its types (`CHAR(3)`) and its folding; this one passes
/// through untouched. Its name is the literal written with its type, so that two are equal when
/// they mean the same.
public final class LiteralValue extends SqlFunction {
    private final Object value;
    private final DataType type;

    private LiteralValue(Object value, DataType type) {
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

    /// A tree for `value`, which is boxed as `io.tidemill.data` says and not null.
    static SqlNode node(Object value, DataType type, SqlParserPos position) {
        return new LiteralValue(value, type).createCall(position);
    }

    /// The value, boxed as `io.tidemill.data` says.
    public Object value() {
        return value;
    }

    public DataType type() {
        return type;
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return Types.toCalcite(binding.getTypeFactory(), type, false);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return Types.toCalcite(validator.getTypeFactory(), type, false);
    }

    private static String describe(Object value) {
        return value instanceof byte[] bytes
                ? java.util.HexFormat.of().formatHex(bytes)
                : value.toString();
    }
}
