package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.List;

/// What a row can say of the file that it is from. Planning makes columns of the table of these;
/// they are computed only where no one file can be told.
public final class FileFunctions {
    /// What names of the fields of `_metadata` begin with.
    public static final String METADATA = "_metadata.";

    /// The fields of the struct `_metadata`, in their order.
    public static final List<String> FIELDS =
            List.of(
                    "file_path",
                    "file_name",
                    "file_size",
                    "file_block_start",
                    "file_block_length",
                    "file_modification_time");

    private FileFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.FILE, "input_file_name()")
                .says("The URI of the file that the row is from; `''` where there is none.")
                .example("input_file_name()")
                .gives(DataTypes.StringType)
                .random()
                .total()
                .neverNull()
                .with((_, _) -> "");
        catalog.define(Group.FILE, "input_file_block_start()")
                .says(
                        "Where in its file the piece begins that the row was read with, in bytes;"
                                + " -1 where there is none.")
                .example("input_file_block_start()")
                .gives(DataTypes.LongType)
                .random()
                .total()
                .neverNull()
                .with((_, _) -> -1L);
        catalog.define(Group.FILE, "input_file_block_length()")
                .says(
                        "How long the piece of the file is that the row was read with, in bytes; -1"
                                + " where there is none.")
                .example("input_file_block_length()")
                .gives(DataTypes.LongType)
                .random()
                .total()
                .neverNull()
                .with((_, _) -> -1L);
        fact(catalog, 0, DataTypes.StringType, "The URI of the file that the row is from.");
        fact(catalog, 1, DataTypes.StringType, "The name of that file, without its folders.");
        fact(catalog, 2, DataTypes.LongType, "The size of that file, in bytes.");
        fact(catalog, 3, DataTypes.LongType, "As `input_file_block_start()`.");
        fact(catalog, 4, DataTypes.LongType, "As `input_file_block_length()`.");
        fact(catalog, 5, DataTypes.TimestampType, "When that file was last changed.");
    }

    private static void fact(Catalog catalog, int field, DataType type, String description) {
        var name = METADATA + FIELDS.get(field);
        catalog.define(Group.FILE, name)
                .says(description)
                .gives(type)
                .random()
                .neverNull()
                .with((_, _) -> {
                    throw notThere(name);
                });
    }

    /// The type of a field of `_metadata`, named with [#METADATA].
    public static DataType type(String name) {
        return Functions.get(name).resolve(List.of()).type();
    }

    /// There is no file here that a row could be from.
    public static TidemillException notThere(String name) {
        return new TidemillException(
                Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                "there is no column '%s': these rows are of no one table of files".formatted(name),
                "select it right over the table of files, under another name, and use that");
    }
}
