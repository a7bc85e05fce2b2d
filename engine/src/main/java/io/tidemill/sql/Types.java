package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;

/// Reads types and schemas that users write as text, with the error that the API promises.
final class Types {
    private Types() {}

    /// @throws ParseException INVALID_SCHEMA
    static DataType fromDdl(String ddl) {
        try {
            return DataType.fromDDL(ddl);
        } catch (IllegalArgumentException e) {
            throw new ParseException(
                    Condition.INVALID_SCHEMA,
                    String.valueOf(e.getMessage()),
                    "write a type such as DECIMAL(10,2)");
        }
    }

    /// @throws ParseException INVALID_SCHEMA
    static StructType schema(String ddl) {
        try {
            return StructType.fromDDL(ddl);
        } catch (IllegalArgumentException e) {
            throw new ParseException(
                    Condition.INVALID_SCHEMA,
                    String.valueOf(e.getMessage()),
                    "write columns such as 'device STRING, signal DOUBLE'");
        }
    }
}
