package io.tidemill.sql.types;

import java.util.Optional;

/// One column of a [StructType].
///
/// @param name as written; compared without regard to case when a query refers to it
/// @param nullable whether the value may be NULL
/// @param comment what people should know about the column
public record StructField(
        String name, DataType dataType, boolean nullable, Optional<String> comment) {
    /// A column that may be NULL.
    public StructField(String name, DataType dataType) {
        this(name, dataType, true, Optional.empty());
    }

    /// A column without a comment.
    public StructField(String name, DataType dataType, boolean nullable) {
        this(name, dataType, nullable, Optional.empty());
    }

    /// This column as one that may, or may not, be NULL.
    public StructField withNullable(boolean nullable) {
        return new StructField(name, dataType, nullable, comment);
    }

    /// The column as DDL writes it: `` `a b` BIGINT NOT NULL``.
    public String toDDL() {
        return StructType.quoteIfNeeded(name)
                + " "
                + dataType.sql()
                + (nullable ? "" : " NOT NULL")
                + comment.map(text -> " COMMENT '" + text.replace("'", "\\'") + "'").orElse("");
    }
}
