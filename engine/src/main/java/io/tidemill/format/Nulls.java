package io.tidemill.format;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;

/// What readers do to whole columns: NULL in every part of a row, and views into one chunk.
public final class Nulls {
    private Nulls() {}

    /// Makes a row NULL, with the fields of a struct.
    public static void set(Column column, int row) {
        column.setNull(row);
        if (column instanceof StructColumn struct) {
            for (int i = 0; i < struct.fieldCount(); i++) {
                set(struct.field(i), row);
            }
        }
    }

    /// Takes back what [#set] or a half-read record left at a row that will be written again.
    public static void undo(Column column, int row) {
        column.setPresent(row);
        if (column instanceof StructColumn struct) {
            for (int i = 0; i < struct.fieldCount(); i++) {
                undo(struct.field(i), row);
            }
        }
    }

    /// Lets every column of strings in `column` be views into `bytes`.
    public static void share(Column column, byte[] bytes) {
        switch (column) {
            case BytesColumn strings -> strings.share(bytes);
            case ListColumn list -> share(list.elements(), bytes);
            case MapColumn map -> {
                share(map.keys(), bytes);
                share(map.values(), bytes);
            }
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    share(struct.field(i), bytes);
                }
            }
            case LongColumn _, DoubleColumn _, DecimalColumn _ -> {}
        }
    }
}
