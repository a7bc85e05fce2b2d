package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.order.TopRows.Closing;
import io.tidemill.operator.order.TopRows.Spec;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.PackedRows;
import io.tidemill.state.Records;
import io.tidemill.state.StateSize;
import io.tidemill.state.TimeQueue;
import java.util.Arrays;
import java.util.function.Consumer;

/// [TopRows] for the first row of each key (`row_number … = 1`) where rows are only ever added: in
/// and out the same, without an object for a key.
///
/// State: a key's record (the key, the address of its row, that of the row that was given last,
/// flags) and the row packed. Saved are the key, the columns of its row, when it is closed.
final class FirstOfKey implements KeyedOperator {
    // Words of a key.
    private static final int ROW = 0;
    private static final int GIVEN = 1;
    private static final int FLAGS = 2;
    private static final int TIME = 3; // where keys are forgotten

    // Flags. A fresh record, of zeros, has no row.
    private static final long PRESENT = 1;
    private static final long WAS_GIVEN = 2;
    private static final long TOUCHED = 4;
    private static final long UNSAVED = 8;

    private final Spec spec;
    private final boolean isTimed;
    private final PartitionKeys keys;
    private final int[] columns; // where in the input the columns of a row are
    private final PackedRows rows;
    private final PackedOrder order;
    private final GivenRows output;
    private final SavedKeys state;
    private final TimeQueue closings = new TimeQueue(64_000_000);
    private final Records touched = new Records(1);
    private int[] slots = {};
    private long present;
    private long updated;
    private long removed;

    FirstOfKey(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        isTimed = spec.closing().isPresent() || spec.ttlMicros() > 0;
        int words = isTimed ? TIME + 1 : TIME;
        keys = new PartitionKeys(spec.input(), spec.partitionKeys(), words, worker, workers);
        columns = spec.order().stream().mapToInt(RowBytes.Part::column).toArray();
        var row = new StructType();
        for (int i = 0; i < columns.length; i++) {
            row = row.add("c" + i, spec.input().typeOf(columns[i]));
        }
        rows = new PackedRows(row);
        order = new PackedOrder(spec.input(), spec.order(), rows);
        output = new GivenRows(spec, rows, downstream);
        state =
                new SavedKeys(
                        keys,
                        new SavedKeys.Flags(FLAGS, PRESENT, UNSAVED),
                        spec.saved(),
                        row.add("time", DataTypes.LongType),
                        this::write);
    }

    /// Whether it does what is asked for.
    static boolean supports(Spec spec) {
        return spec.insertOnly()
                && spec.rank() == TopRows.Rank.ROW_NUMBER
                && spec.first() == 1
                && spec.last() == 1;
    }

    @Override
    public String name() {
        return "top";
    }

    /// Whether keys are forgotten by the clock.
    private boolean lives() {
        return spec.closing().isEmpty() && spec.ttlMicros() > 0;
    }

    private boolean isFinal() {
        return spec.closing().isPresent() && spec.closing().get().isFinal();
    }

    @Override
    public void push(Batch delta) {
        if (slots.length < delta.rows()) {
            slots = new int[delta.rows()];
        }
        keys.lookup(delta, slots);
        for (int row = 0; row < delta.rows(); row++) {
            if (delta.weight(row) > 0) {
                offer(slots[row], delta, row);
            } else if (delta.weight(row) < 0) {
                throw new IllegalStateException("a row was taken away where none ever is");
            }
        }
        compact();
    }

    private void offer(int slot, Batch delta, int row) {
        var page = keys.page(slot);
        int at = keys.at(slot);
        long flags = page[at + FLAGS];
        if ((flags & PRESENT) == 0) {
            page[at + ROW] = rows.put(delta, columns, row);
            present++;
            watch(slot, delta, row);
        } else {
            long best = page[at + ROW];
            if (order.compare(delta, row, best) >= 0) {
                return;
            }
            boolean wasGiven = (flags & WAS_GIVEN) != 0 && page[at + GIVEN] == best;
            page[at + ROW] =
                    wasGiven
                            ? rows.put(delta, columns, row)
                            : rows.replace(best, delta, columns, row);
        }
        if ((flags & TOUCHED) == 0) {
            int entry = touched.allocateUnset();
            touched.page(entry)[touched.at(entry)] = slot;
        }
        page[at + FLAGS] |= PRESENT | TOUCHED;
    }

    /// Sees that the key is closed when its time is over; NULL is never over.
    private void watch(int slot, Batch batch, int row) {
        if (spec.closing().isEmpty()) {
            return;
        }
        int column = spec.closing().get().key();
        long time =
                batch.column(column).isNull(row)
                        ? Long.MAX_VALUE
                        : batch.longs(column).getLong(row);
        watch(slot, time);
    }

    private void watch(int slot, long time) {
        keys.setWord(slot, TIME, time);
        if (time != Long.MAX_VALUE || isFinal()) {
            closings.add(time, slot);
        }
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        removed = 0;
        if (lives()) {
            long bound = evaluation.nowMicros() - spec.ttlMicros();
            closings.drain(bound, slot -> !isOver(slot, bound, false));
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        updated = touched.slots();
        for (int i = 0; i < touched.slots(); i++) {
            int slot = (int) touched.page(i)[touched.at(i)];
            keys.setWord(slot, FLAGS, keys.word(slot, FLAGS) & ~TOUCHED);
            if (!isFinal()) {
                give(slot);
            }
            state.changed(slot);
            if (lives()) {
                watch(slot, end.nowMicros());
            }
        }
        touched.clear();
        output.flush(); // before any of these rows is let go of
        if (spec.closing().isPresent()) {
            close(end, spec.closing().get());
            output.flush();
        }
    }

    /// Gives a key's row in place of the one that was given before.
    private void give(int slot) {
        long flags = keys.word(slot, FLAGS);
        long row = keys.word(slot, ROW);
        if ((flags & WAS_GIVEN) != 0) {
            output.replace(keys.word(slot, GIVEN), row);
        } else {
            output.add(row, false);
        }
        keys.setWord(slot, GIVEN, row);
        keys.setWord(slot, FLAGS, flags | WAS_GIVEN);
    }

    private void close(EpochEnd end, Closing closing) {
        long bound = Closings.bound(end, closing.lagMicros());
        boolean all = bound == Long.MAX_VALUE;
        if (all && closing.isFinal()) {
            for (int slot = 0; slot < keys.slots(); slot++) {
                if ((keys.word(slot, FLAGS) & PRESENT) != 0) {
                    forget(slot, true);
                }
            }
            return;
        }
        closings.drain(bound, slot -> !isOver(slot, bound, closing.isFinal()));
    }

    /// Forgets a key if its time is over; its number may be another key's by now.
    ///
    /// @return whether there is nothing to wait for any more
    private boolean isOver(int slot, long bound, boolean given) {
        if ((keys.word(slot, FLAGS) & PRESENT) == 0) {
            return true;
        }
        if (keys.word(slot, TIME) >= bound) {
            return false;
        }
        forget(slot, given);
        return true;
    }

    private void forget(int slot, boolean given) {
        long row = keys.word(slot, ROW);
        if (given) {
            output.add(row, true);
        } else {
            rows.release(row);
        }
        present--;
        removed++;
        keys.setWord(slot, FLAGS, keys.word(slot, FLAGS) & UNSAVED);
        if (spec.saved()) {
            state.changed(slot);
        } else {
            keys.remove(slot);
        }
    }

    /// Moves the rows together if most of their room is not needed any more.
    private void compact() {
        if (!rows.isMostlyWaste()) {
            return;
        }
        var fresh = rows.empty();
        for (int slot = 0; slot < keys.slots(); slot++) {
            long flags = keys.word(slot, FLAGS);
            if ((flags & PRESENT) == 0) {
                continue;
            }
            long row = keys.word(slot, ROW);
            long given = keys.word(slot, GIVEN);
            long moved = rows.move(row, fresh);
            keys.setWord(slot, ROW, moved);
            if ((flags & WAS_GIVEN) != 0) {
                keys.setWord(slot, GIVEN, given == row ? moved : rows.move(given, fresh));
            }
        }
        rows.become(fresh);
        keys.compact(slot -> (keys.word(slot, FLAGS) & (PRESENT | UNSAVED)) != 0);
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    /// The key, the columns of its row, when it is closed.
    @Override
    public StructType stateSchema() {
        return state.schema();
    }

    @Override
    public void writeChanges(Consumer<Batch> to) {
        state.writeChanges(to, keys::remove);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> to) {
        return state.writePiece(from, to);
    }

    private void write(int[] of, long[] signs, int count, Batch batch, int first) {
        var addresses = new long[count];
        var times = batch.longs(first + columns.length);
        for (int i = 0; i < count; i++) {
            addresses[i] = signs[i] > 0 ? keys.word(of[i], ROW) : PackedRows.NONE;
            times.setLong(i, isTimed ? keys.word(of[i], TIME) : 0);
        }
        rows.bringNear(addresses, count);
        for (int i = 0; i < columns.length; i++) {
            rows.read(i, addresses, count, batch.column(first + i), 0);
        }
    }

    @Override
    public void restore(Batch saved) {
        int first = keys.schema().size();
        var places = new int[columns.length];
        Arrays.setAll(places, i -> first + i);
        state.restore(saved, (slot, row) -> restore(slot, saved, places, row));
        compact();
    }

    private void restore(int slot, Batch saved, int[] places, int row) {
        if ((keys.word(slot, FLAGS) & PRESENT) != 0) {
            present--;
            rows.release(keys.word(slot, ROW));
        }
        if (saved.weight(row) < 0) {
            keys.setWord(slot, FLAGS, 0);
            keys.remove(slot);
            return;
        }
        present++;
        long address = rows.put(saved, places, row);
        keys.setWord(slot, ROW, address);
        keys.setWord(slot, GIVEN, address);
        keys.setWord(slot, FLAGS, isFinal() ? PRESENT : PRESENT | WAS_GIVEN);
        if (spec.closing().isPresent() || lives()) {
            watch(slot, saved.longs(keys.schema().size() + columns.length).getLong(row));
        }
    }

    @Override
    public StateSize stateSize() {
        return new StateSize(
                present,
                updated,
                removed,
                keys.bytes() + rows.bytes() + touched.bytes() + state.bytes());
    }
}
