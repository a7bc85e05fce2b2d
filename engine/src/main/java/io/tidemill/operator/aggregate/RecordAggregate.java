package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.sql.types.DataType;
import io.tidemill.state.KeyTable;
import java.util.List;

/// One aggregate of all groups, kept in words of their records and computed a batch at a time.
/// Gives what the [Accumulator] of the same aggregate gives.
///
/// A record is named by its page and the index at which it begins there; a fresh one is all zeros.
abstract class RecordAggregate {
    /// The first of its words, counted from the record's beginning.
    final int word;

    RecordAggregate(int word) {
        this.word = word;
    }

    /// Adds rows, or takes them away again.
    ///
    /// @param slots the record of each row of the batch
    /// @param chosen the rows that count: their argument is not NULL and their filter is true
    /// @param count how many those are
    abstract void add(KeyTable table, int[] slots, Batch delta, int[] chosen, int count);

    /// Adds partial aggregates, as [#save] writes them.
    ///
    /// @param first the first of their columns
    void merge(KeyTable table, int[] slots, Batch partials, int first) {
        throw new IllegalStateException("there are no partial aggregates of this");
    }

    /// Whether [GroupValues] are given the rows instead of [#add].
    boolean isKeptElsewhere() {
        return false;
    }

    /// Brings a record that changed into order at the end of an epoch, before its result is asked
    /// for.
    void settle(KeyTable table, int slot) {}

    /// Whether [#settle] does anything.
    boolean settles() {
        return false;
    }

    /// Writes the aggregate of a record, which may be an old copy, to row `row` of `out`.
    ///
    /// @throws io.tidemill.data.TidemillException ARITHMETIC_OVERFLOW when it does not fit its type
    abstract void result(KeyTable table, long[] page, int at, Column out, int row);

    abstract List<DataType> stateTypes();

    /// Writes what [#load] needs to columns `[first, first + stateTypes().size())`.
    abstract void save(KeyTable table, long[] page, int at, Batch out, int first, int row);

    abstract void load(KeyTable table, Batch in, int first, int row, long[] page, int at);

    /// Lets go of what the record holds outside of itself, before it is given back or reset.
    void release(KeyTable table, long[] page, int at) {}
}
