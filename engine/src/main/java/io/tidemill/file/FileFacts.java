package io.tidemill.file;

import io.tidemill.data.Boxes;
import io.tidemill.data.Column;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// What a row can say of the file that it is from: Spark's column `_metadata`, field by field, by
/// names such as `_metadata.file_path`. Asked for by name, and no part of the table's own columns.
final class FileFacts {
    static final StructType SCHEMA =
            new StructType(
                    List.of(
                            new StructField("_metadata.file_path", DataTypes.StringType, false),
                            new StructField("_metadata.file_name", DataTypes.StringType, false),
                            new StructField("_metadata.file_size", DataTypes.LongType, false),
                            new StructField(
                                    "_metadata.file_block_start", DataTypes.LongType, false),
                            new StructField(
                                    "_metadata.file_block_length", DataTypes.LongType, false),
                            new StructField(
                                    "_metadata.file_modification_time",
                                    DataTypes.TimestampType,
                                    false)));

    private static final List<String> NAMES = List.of(SCHEMA.fieldNames());

    private FileFacts() {}

    /// Whether a column is one of these.
    static boolean has(String column) {
        return NAMES.contains(column);
    }

    /// Sets the rows `[0, rows)` of a column.
    ///
    /// @param name one of [#SCHEMA]
    static void fill(Column column, String name, FileSplit split, int rows) {
        for (int row = 0; row < rows; row++) {
            if (row == 0) {
                column.set(0, value(name, split));
            } else {
                column.copy(row, column, 0);
            }
        }
    }

    private static Object value(String name, FileSplit split) {
        var file = split.file();
        return switch (NAMES.indexOf(name)) {
            case 0 -> file.path().toUri().toString();
            case 1 -> String.valueOf(file.path().getFileName());
            case 2 -> file.size();
            case 3 -> split.from();
            case 4 -> split.to() - split.from();
            case 5 -> Boxes.instant(file.modifiedMicros());
            default -> throw new IllegalArgumentException(name);
        };
    }
}
