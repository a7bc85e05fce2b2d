package io.tidemill.sql.types;

import java.util.Locale;

/// The type of a column or of a part of one. Types are values: two that are equal mean the same.
///
/// Names are Spark's: `typeName` is what `DESCRIBE` and error messages show (`bigint`), `sql` is
/// how a statement writes it (`BIGINT`), `json` is Spark's JSON form of a schema.
public sealed interface DataType
        permits ArrayType,
                BinaryType,
                BooleanType,
                ByteType,
                DateType,
                DayTimeIntervalType,
                DecimalType,
                DoubleType,
                FloatType,
                IntegerType,
                LongType,
                MapType,
                NullType,
                ShortType,
                StringType,
                StructType,
                TimestampNTZType,
                TimestampType,
                YearMonthIntervalType {

    /// The name in lower case, with its parameters: `decimal(10,2)`, `array<string>`.
    String typeName();

    /// The name as SQL text writes it: `DECIMAL(10,2)`, `STRUCT<a: BIGINT>`.
    default String sql() {
        return typeName().toUpperCase(Locale.ROOT);
    }

    /// Spark's name for what messages show; the same as [#typeName()].
    default String simpleString() {
        return typeName();
    }

    /// Spark's name for the form that a catalog keeps; the same as [#typeName()].
    default String catalogString() {
        return typeName();
    }

    /// Spark's JSON form of this type.
    default String json() {
        return TypeJson.render(this);
    }

    /// Reads a type, or a list of columns, written in DDL: `array<int>`, or `a INT, b STRING`,
    /// which gives a [StructType].
    ///
    /// @throws IllegalArgumentException when the text is not a type; the message says where
    static DataType fromDDL(String ddl) {
        return DdlParser.parseType(ddl);
    }
}
