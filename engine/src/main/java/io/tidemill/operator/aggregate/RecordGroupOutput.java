package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.WeighedOutput;
import java.util.Arrays;

/// What is emitted of groups that are records: the row of a group, or how it changed since a copy
/// of its record was taken.
///
/// Out: the key, then each aggregate's result, derived from the record; a change's two rows stay in
/// one batch, and when both are the same there is none.
final class RecordGroupOutput {
    private final RecordGroups groups;
    private final int keys;
    private final WeighedOutput output;
    private final Batch batch;

    RecordGroupOutput(RecordGroups groups, Downstream downstream) {
        this.groups = groups;
        keys = groups.spec().keys();
        output = new WeighedOutput(groups.spec().output(), downstream);
        batch = output.batch();
    }

    /// Emits a group, at weight 1.
    void emit(int slot, long[] page, int at) {
        write(slot, page, at, 1);
        output.flushIfFull();
    }

    /// Emits how a group changed.
    ///
    /// @param copy where the record lies as it was
    /// @param existed whether it was emitted then
    /// @param exists whether it has a row now
    void emitChange(
            int slot,
            long[] copy,
            int copyAt,
            boolean existed,
            long[] page,
            int at,
            boolean exists) {
        if (existed) {
            write(slot, copy, copyAt, -1);
        }
        if (exists) {
            write(slot, page, at, 1);
        }
        if (existed && exists && isSame(batch.rows() - 2, batch.rows() - 1)) {
            output.dropTwo();
        }
        output.flushIfFull();
    }

    private void write(int slot, long[] page, int at, long weight) {
        int row = output.row();
        var table = groups.table();
        table.writeKey(slot, batch, row);
        var aggregates = groups.layout().list();
        for (int i = 0; i < aggregates.size(); i++) {
            var column = batch.column(keys + i);
            column.setPresent(row);
            aggregates.get(i).result(table, page, at, column, row);
        }
        output.add(weight);
    }

    /// Whether two rows have the same aggregates; their keys are the same.
    private boolean isSame(int a, int b) {
        for (int i = keys; i < batch.columnCount(); i++) {
            if (!isSame(batch.column(i), a, b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Column column, int a, int b) {
        if (column.isNull(a) || column.isNull(b)) {
            return column.isNull(a) == column.isNull(b);
        }
        return switch (column) {
            case LongColumn longs -> longs.getLong(a) == longs.getLong(b);
            case DoubleColumn doubles ->
                    Double.compare(doubles.getDouble(a), doubles.getDouble(b)) == 0;
            case DecimalColumn decimals ->
                    decimals.high()[a] == decimals.high()[b]
                            && decimals.low()[a] == decimals.low()[b];
            case BytesColumn bytes ->
                    Arrays.equals(
                            bytes.data(),
                            bytes.starts()[a],
                            bytes.ends()[a],
                            bytes.data(),
                            bytes.starts()[b],
                            bytes.ends()[b]);
            case ListColumn _, MapColumn _, StructColumn _ ->
                    throw new IllegalStateException("no records of " + column.type().typeName());
        };
    }

    void flush() {
        output.flush();
    }
}
