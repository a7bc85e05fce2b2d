package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.state.KeyTable;
import java.util.List;

/// `count(DISTINCT …)`. State: one word, the count, which [DistinctValues] keeps up to date.
final class RecordDistinctCount extends RecordAggregate {
    RecordDistinctCount(int word) {
        super(word);
    }

    @Override
    boolean isKeptElsewhere() {
        return true;
    }

    @Override
    void add(KeyTable table, int[] slots, Batch delta, int[] chosen, int count) {}

    @Override
    void result(KeyTable table, long[] page, int at, Column out, int row) {
        ((LongColumn) out).setLong(row, page[at + word]);
    }

    @Override
    List<DataType> stateTypes() {
        return List.of(DataTypes.LongType);
    }

    @Override
    void save(KeyTable table, long[] page, int at, Batch out, int first, int row) {
        out.longs(first).setLong(row, page[at + word]);
    }

    @Override
    void load(KeyTable table, Batch in, int first, int row, long[] page, int at) {
        page[at + word] = in.longs(first).getLong(row);
    }
}
