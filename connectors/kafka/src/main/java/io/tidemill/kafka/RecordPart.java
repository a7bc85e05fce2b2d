package io.tidemill.kafka;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.Optional;

/// What a record of a topic has, with the name and type that Spark gives it as a column.
public enum RecordPart {
    KEY("key", DataTypes.BinaryType),
    VALUE("value", DataTypes.BinaryType),
    TOPIC("topic", DataTypes.StringType),
    PARTITION("partition", DataTypes.IntegerType),
    OFFSET("offset", DataTypes.LongType),
    TIMESTAMP("timestamp", DataTypes.TimestampType),
    TIMESTAMP_TYPE("timestampType", DataTypes.IntegerType),
    HEADERS(
            "headers",
            new ArrayType(
                    new StructType()
                            .add("key", DataTypes.StringType)
                            .add("value", DataTypes.BinaryType),
                    true));

    private final String column;

    @SuppressWarnings("ImmutableEnumChecker") // types are values
    private final DataType type;

    RecordPart(String column, DataType type) {
        this.column = column;
        this.type = type;
    }

    /// Its usual name as a column.
    public String column() {
        return column;
    }

    public DataType type() {
        return type;
    }

    /// The part of this name, without regard to case.
    static Optional<RecordPart> named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.column.equalsIgnoreCase(name))
                .findFirst();
    }
}
