package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.sql.types.DataType;
import io.tidemill.state.KeyTable;
import java.util.List;

/// `min` and `max` where rows may be taken away: the extreme of [OrderedValues], which is brought
/// into the record at the end of an epoch so that the row before it can be derived from a copy.
///
/// State: as [RecordExtreme]; strings lie where the values are. Nothing is saved but the values.
final class RecordExtremeOfMany extends RecordAggregate {
    private final RecordExtreme shown;
    private final OrderedValues values;

    RecordExtremeOfMany(RecordExtreme shown, OrderedValues values) {
        super(shown.word);
        this.shown = shown;
        this.values = values;
    }

    @Override
    boolean isKeptElsewhere() {
        return true;
    }

    @Override
    void add(KeyTable table, int[] slots, Batch delta, int[] chosen, int count) {}

    @Override
    boolean settles() {
        return true;
    }

    @Override
    void settle(KeyTable table, int slot) {
        values.settle(slot, word);
    }

    @Override
    void result(KeyTable table, long[] page, int at, Column out, int row) {
        shown.result(values.table, page, at, out, row);
    }

    @Override
    List<DataType> stateTypes() {
        return List.of();
    }

    @Override
    void save(KeyTable table, long[] page, int at, Batch out, int first, int row) {}

    @Override
    void load(KeyTable table, Batch in, int first, int row, long[] page, int at) {}
}
