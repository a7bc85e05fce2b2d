package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.state.KeyTable;
import java.util.List;

/// `count`. State: one word, the count; `count(*)` is the group's number of rows and takes none.
final class RecordCount extends RecordAggregate {
    private final boolean ofRows;

    /// @param word where the count is; for `ofRows` where the group's number of rows is
    /// @param ofRows whether somebody else counts
    RecordCount(int word, boolean ofRows) {
        super(word);
        this.ofRows = ofRows;
    }

    @Override
    void add(KeyTable table, int[] slots, Batch delta, int[] chosen, int count) {
        if (ofRows) {
            return;
        }
        var records = table.records();
        var weights = delta.weights();
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            int slot = slots[row];
            records.page(slot)[records.at(slot) + word] += weights == null ? 1 : weights[row];
        }
    }

    @Override
    void merge(KeyTable table, int[] slots, Batch partials, int first) {
        if (ofRows) {
            return;
        }
        var records = table.records();
        var counts = partials.longs(first).values();
        for (int row = 0; row < partials.rows(); row++) {
            records.page(slots[row])[records.at(slots[row]) + word] += counts[row];
        }
    }

    @Override
    void result(KeyTable table, long[] page, int at, Column out, int row) {
        ((LongColumn) out).setLong(row, page[at + word]);
    }

    @Override
    List<DataType> stateTypes() {
        return ofRows ? List.of() : List.of(DataTypes.LongType);
    }

    @Override
    void save(KeyTable table, long[] page, int at, Batch out, int first, int row) {
        if (!ofRows) {
            out.longs(first).setLong(row, page[at + word]);
        }
    }

    @Override
    void load(KeyTable table, Batch in, int first, int row, long[] page, int at) {
        if (!ofRows) {
            page[at + word] = in.longs(first).getLong(row);
        }
    }
}
