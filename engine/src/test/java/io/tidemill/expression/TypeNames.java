package io.tidemill.expression;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DataType;

/// Types in SQL text, for [ExpressionReader].
final class TypeNames {
    private TypeNames() {}

    static DataType read(String ddl) {
        if (ddl.matches("(?i)(var)?char\\(\\d+\\)")) {
            return DataType.fromDDL("STRING");
        }
        if (ddl.matches("(?i)decimal\\((39|4\\d).*")) {
            throw new TidemillException(Condition.DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION, ddl, "");
        }
        try {
            return DataType.fromDDL(ddl);
        } catch (IllegalArgumentException e) {
            throw new TidemillException(Condition.UNSUPPORTED_DATATYPE, ddl, "", e);
        }
    }
}
