package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.WeighedOutput;
import io.tidemill.operator.order.TopRows.Closing;
import io.tidemill.operator.order.TopRows.Spec;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.BytesHeap;
import io.tidemill.state.BytesPool;
import io.tidemill.state.Records;
import io.tidemill.state.StateSize;
import io.tidemill.state.TimeQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/// [TopRows] for the first row of each key (`row_number … = 1`) where rows are only ever added: in
/// and out the same, without an object for a key.
///
/// State: a key's record (the key, the address of its row, that of the row that was given last,
/// flags) and the row as bytes.
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

    /// In front of a row's bytes: their length, and that of the sort keys.
    private static final int HEAD = 8;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Spec spec;
    private final boolean isTimed;
    private final PartitionKeys keys;
    private final RowBytes codec;
    private final WeighedOutput output;
    private final SavedKeys state;
    private final TimeQueue closings = new TimeQueue(64_000_000);
    private final Records touched = new Records(1);
    private BytesPool heap = new BytesPool();
    private int[] slots = {};
    private long present;
    private long updated;
    private long removed;

    FirstOfKey(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        isTimed = spec.closing().isPresent() || spec.ttlMicros() > 0;
        int words = isTimed ? TIME + 1 : TIME;
        keys = new PartitionKeys(spec.input(), spec.partitionKeys(), words, worker, workers);
        codec = new RowBytes(spec.input(), spec.order(), spec.sortKeys(), HEAD);
        output = new WeighedOutput(spec.output(), downstream);
        state =
                new SavedKeys(
                        keys,
                        new SavedKeys.Flags(FLAGS, PRESENT, UNSAVED),
                        spec.saved(),
                        new StructType()
                                .add("row", DataTypes.BinaryType)
                                .add("sort", DataTypes.IntegerType)
                                .add("time", DataTypes.LongType),
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
        if ((flags & PRESENT) != 0) {
            long best = page[at + ROW];
            if (compareFirst(delta, row, best) > 0) {
                return;
            }
            codec.encodeKeys(delta, row);
            int order = compareKeys(best);
            if (order > 0) {
                return;
            }
            codec.encodeRest(delta, row);
            if (order == 0 && compare(best) >= 0) {
                return;
            }
            boolean wasGiven = (flags & WAS_GIVEN) != 0 && page[at + GIVEN] == best;
            if (!wasGiven) {
                release(best);
            }
        } else {
            codec.encode(delta, row);
            present++;
            watch(slot, delta, row);
        }
        page[at + ROW] = append();
        if ((flags & TOUCHED) == 0) {
            int entry = touched.allocateUnset();
            touched.page(entry)[touched.at(entry)] = slot;
        }
        page[at + FLAGS] = flags | PRESENT | TOUCHED;
    }

    private long append() {
        var bytes = codec.bytes();
        INTS.set(bytes, 0, codec.length());
        INTS.set(bytes, 4, codec.keyLength());
        return heap.append(bytes, 0, HEAD + codec.length());
    }

    private void release(long address) {
        heap.release(address, HEAD + length(address));
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

    private int length(long address) {
        return (int) INTS.get(heap.page(address), BytesHeap.offset(address));
    }

    private int keyLength(long address) {
        return (int) INTS.get(heap.page(address), BytesHeap.offset(address) + 4);
    }

    /// Compares the first sort key of a row that is not encoded with that of one that is kept.
    private int compareFirst(Batch delta, int row, long address) {
        return codec.compareFirst(delta, row, heap.page(address), BytesHeap.offset(address) + HEAD);
    }

    /// Compares the row encoded last with one that is kept.
    private int compare(long address) {
        return compare(codec.length(), address, length(address));
    }

    private int compareKeys(long address) {
        return compare(codec.keyLength(), address, keyLength(address));
    }

    private int compare(int encoded, long address, int kept) {
        int at = BytesHeap.offset(address) + HEAD;
        return Arrays.compareUnsigned(
                codec.bytes(), HEAD, HEAD + encoded, heap.page(address), at, at + kept);
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
        if (spec.closing().isPresent()) {
            close(end, spec.closing().get());
        }
        output.flush();
    }

    /// Gives a key's row in place of the one that was given before.
    private void give(int slot) {
        long flags = keys.word(slot, FLAGS);
        long row = keys.word(slot, ROW);
        if ((flags & WAS_GIVEN) != 0) {
            long given = keys.word(slot, GIVEN);
            emit(given, -1);
            release(given);
        }
        emit(row, 1);
        keys.setWord(slot, GIVEN, row);
        keys.setWord(slot, FLAGS, flags | WAS_GIVEN);
        output.flushIfFull();
    }

    private void emit(long address, long weight) {
        int row = output.row();
        var batch = output.batch();
        int at = BytesHeap.offset(address) + HEAD;
        codec.decode(heap.page(address), at, at + length(address), batch, row);
        if (spec.withRank()) {
            batch.longs(batch.columnCount() - 1).setLong(row, 1);
        }
        output.add(weight);
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
            emit(row, 1);
        }
        release(row);
        present--;
        removed++;
        keys.setWord(slot, FLAGS, keys.word(slot, FLAGS) & UNSAVED);
        if (spec.saved()) {
            state.changed(slot);
        } else {
            keys.remove(slot);
        }
    }

    /// Copies the rows into a fresh heap if most of it is not needed any more.
    private void compact() {
        if (!heap.isMostlyWaste()) {
            return;
        }
        var fresh = new BytesPool();
        for (int slot = 0; slot < keys.slots(); slot++) {
            long flags = keys.word(slot, FLAGS);
            if ((flags & PRESENT) == 0) {
                continue;
            }
            long row = keys.word(slot, ROW);
            long given = keys.word(slot, GIVEN);
            long moved = move(row, fresh);
            keys.setWord(slot, ROW, moved);
            if ((flags & WAS_GIVEN) != 0) {
                keys.setWord(slot, GIVEN, given == row ? moved : move(given, fresh));
            }
        }
        heap = fresh;
        keys.compact(slot -> (keys.word(slot, FLAGS) & (PRESENT | UNSAVED)) != 0);
    }

    private long move(long address, BytesPool to) {
        int at = BytesHeap.offset(address);
        return to.append(heap.page(address), at, at + HEAD + length(address));
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    /// The key, its row, how many of its bytes are the sort keys, when it is closed.
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

    private void write(int slot, boolean there, Batch batch, int first, int row) {
        if (there) {
            long address = keys.word(slot, ROW);
            int at = BytesHeap.offset(address) + HEAD;
            batch.bytes(first).append(row, heap.page(address), at, at + length(address));
            batch.longs(first + 1).setLong(row, keyLength(address));
        } else {
            batch.column(first).setNull(row);
            batch.longs(first + 1).setLong(row, 0);
        }
        batch.longs(first + 2).setLong(row, isTimed ? keys.word(slot, TIME) : 0);
    }

    @Override
    public void restore(Batch rows) {
        state.restore(rows, (slot, row) -> restore(slot, rows, row));
        compact();
    }

    private void restore(int slot, Batch rows, int row) {
        if ((keys.word(slot, FLAGS) & PRESENT) != 0) {
            present--;
            release(keys.word(slot, ROW));
        }
        if (rows.weight(row) < 0) {
            keys.setWord(slot, FLAGS, 0);
            keys.remove(slot);
            return;
        }
        int column = keys.schema().size();
        var bytes = rows.bytes(column);
        codec.load(
                bytes.data(),
                bytes.starts()[row],
                bytes.ends()[row],
                (int) rows.longs(column + 1).getLong(row));
        present++;
        long address = append();
        keys.setWord(slot, ROW, address);
        keys.setWord(slot, GIVEN, address);
        keys.setWord(slot, FLAGS, isFinal() ? PRESENT : PRESENT | WAS_GIVEN);
        if (spec.closing().isPresent() || lives()) {
            watch(slot, rows.longs(column + 2).getLong(row));
        }
    }

    @Override
    public StateSize stateSize() {
        return new StateSize(
                present,
                updated,
                removed,
                keys.bytes() + heap.bytes() + touched.bytes() + state.bytes());
    }
}
