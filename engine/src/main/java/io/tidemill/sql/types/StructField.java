package io.tidemill.sql.types;

import java.util.Optional;

/// One column of a [StructType].
///
/// @param name as written; compared without regard to case when a query refers to it
/// @param nullable whether the value may be NULL
/// @param comment what people should know about the column
public record StructField(
        String name, DataType dataType, boolean nullable, Optional<String> comment) {
    private static final String COMMENT = "comment";

    /// A column that may be NULL.
    public StructField(String name, DataType dataType) {
        this(name, dataType, true, Optional.empty());
    }

    /// A column without a comment.
    public StructField(String name, DataType dataType, boolean nullable) {
        this(name, dataType, nullable, Optional.empty());
    }

    /// A column as Spark's programs make it.
    ///
    /// @throws IllegalArgumentException when the metadata say more than a comment: columns keep no
    ///   more
    public StructField(String name, DataType dataType, boolean nullable, Metadata metadata) {
        this(name, dataType, nullable, comment(name, metadata));
    }

    private static Optional<String> comment(String name, Metadata metadata) {
        for (var key : metadata.values().keySet()) {
            if (!key.equals(COMMENT)) {
                throw new IllegalArgumentException(
                        "column %s has the metadata %s; columns keep nothing but a '%s'"
                                .formatted(name, metadata, COMMENT));
            }
        }
        return metadata.contains(COMMENT)
                ? Optional.of(metadata.getString(COMMENT))
                : Optional.empty();
    }

    /// The comment, as Spark has it.
    public Metadata metadata() {
        return comment.map(text -> new MetadataBuilder().putString(COMMENT, text).build())
                .orElse(Metadata.empty());
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
