package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.WeighedOutput;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.BytesHeap;
import io.tidemill.state.Records;
import io.tidemill.state.StateSize;
import io.tidemill.state.TimeQueue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One row for each key: the first that came; of those of one epoch, the least in the total order
/// of values. `dropDuplicates` over rows that are only ever added.
///
/// In: the key, then the row; weights above 0. Out, at the end of the epoch: the row of each key
/// that was not there, at weight 1; nothing is ever taken back. State: the keys, each with the time
/// at which it is forgotten. With an expiry, a key is forgotten when the watermark has passed its
/// row's time by the delay; a row of it that comes later counts as first.
public final class FirstRows implements KeyedOperator {
    // Words of a key: flags, with the row of this epoch above them; when it is forgotten.
    private static final int FLAGS = 0;
    private static final int TIME = 1;
    private static final int WORDS = 2;
    private static final long KNOWN = 1;
    private static final long CANDIDATE = 2;
    private static final long UNSAVED = 4;
    private static final int FLAG_BITS = 8;

    private final Spec spec;
    private final PartitionKeys keys;
    private final RowBytes codec;
    private final WeighedOutput output;
    private final SavedKeys state;
    private final TimeQueue expiries = new TimeQueue(64_000_000);

    /// Of this epoch: the key's number, the row's address, its length, its time.
    private final Records candidates = new Records(4);

    private BytesHeap heap = new BytesHeap();
    private int[] slots = {};
    private long known;
    private long updated;
    private long removed;

    /// When keys are forgotten.
    ///
    /// @param column of the input, event time: of the row, or one of the key
    /// @param lagMicros how far the watermark must be past that time
    public record Expiry(int column, long lagMicros) {}

    /// @param input the key, then the row
    /// @param keys how many of the first columns are the key
    /// @param order what of the input is the row, in the order in which rows compare
    /// @param output the columns of the row
    /// @param saved whether state outlives the epoch
    /// @param ttlMicros without an expiry, after what time a key is forgotten, by the clock; 0:
    ///   never
    public record Spec(
            String stateId,
            StructType input,
            int keys,
            List<RowBytes.Part> order,
            StructType output,
            boolean saved,
            Optional<Expiry> expiry,
            long ttlMicros) {
        public Spec {
            order = List.copyOf(order);
        }
    }

    public FirstRows(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        keys = new PartitionKeys(spec.input(), spec.keys(), WORDS, worker, workers);
        codec = new RowBytes(spec.input(), spec.order(), 0);
        output = new WeighedOutput(spec.output(), downstream);
        state =
                new SavedKeys(
                        keys,
                        new SavedKeys.Flags(FLAGS, KNOWN, UNSAVED),
                        spec.saved(),
                        new StructType().add("time", DataTypes.LongType),
                        this::write);
    }

    private void write(int[] of, long[] signs, int count, Batch batch, int first) {
        var times = batch.longs(first);
        for (int row = 0; row < count; row++) {
            times.setLong(row, keys.word(of[row], TIME));
        }
    }

    @Override
    public String name() {
        return "deduplicate";
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
    }

    private void offer(int slot, Batch delta, int row) {
        long flags = keys.word(slot, FLAGS);
        if ((flags & KNOWN) != 0) {
            return;
        }
        codec.encode(delta, row);
        int candidate;
        if ((flags & CANDIDATE) == 0) {
            candidate = candidates.allocateUnset();
            keys.setWord(slot, FLAGS, (long) candidate << FLAG_BITS | flags | CANDIDATE);
            candidates.page(candidate)[candidates.at(candidate)] = slot;
        } else {
            candidate = (int) (flags >>> FLAG_BITS);
            if (compare(candidate) >= 0) {
                return;
            }
        }
        var page = candidates.page(candidate);
        int at = candidates.at(candidate);
        page[at + 1] = heap.append(codec.bytes(), 0, codec.length());
        page[at + 2] = codec.length();
        page[at + 3] = time(delta, row);
    }

    /// Compares the row encoded last with a candidate.
    private int compare(int candidate) {
        var page = candidates.page(candidate);
        int at = candidates.at(candidate);
        int start = BytesHeap.offset(page[at + 1]);
        return Arrays.compareUnsigned(
                codec.bytes(),
                0,
                codec.length(),
                heap.page(page[at + 1]),
                start,
                start + (int) page[at + 2]);
    }

    /// When the row's key is forgotten; a row without time is never.
    private long time(Batch batch, int row) {
        if (spec.expiry().isEmpty()) {
            return Long.MAX_VALUE;
        }
        int column = spec.expiry().get().column();
        return batch.column(column).isNull(row) ? Long.MAX_VALUE : batch.longs(column).getLong(row);
    }

    private boolean lives() {
        return spec.expiry().isEmpty() && spec.ttlMicros() > 0;
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        removed = 0;
        if (lives()) {
            long bound = evaluation.nowMicros() - spec.ttlMicros();
            expiries.drain(bound, slot -> !forget(slot, bound));
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        updated = candidates.slots();
        for (int i = 0; i < candidates.slots(); i++) {
            var page = candidates.page(i);
            int at = candidates.at(i);
            int slot = (int) page[at];
            keys.setWord(slot, FLAGS, keys.word(slot, FLAGS) & UNSAVED);
            emit(page[at + 1], (int) page[at + 2]);
            learn(slot, lives() ? end.nowMicros() : page[at + 3]);
            state.changed(slot);
        }
        output.flush();
        candidates.clear();
        if (updated > 0) {
            heap = new BytesHeap();
        }
        if (spec.expiry().isPresent()) {
            long bound = Closings.bound(end, spec.expiry().get().lagMicros());
            expiries.drain(bound, slot -> !forget(slot, bound));
        }
    }

    private void emit(long address, int length) {
        int row = output.row();
        var batch = output.batch();
        int start = BytesHeap.offset(address);
        codec.decode(heap.page(address), start, start + length, batch, row);
        output.add(1);
        output.flushIfFull();
    }

    private void learn(int slot, long time) {
        known++;
        keys.setWord(slot, FLAGS, keys.word(slot, FLAGS) | KNOWN);
        keys.setWord(slot, TIME, time);
        if (time != Long.MAX_VALUE) {
            expiries.add(time, slot);
        }
    }

    /// Forgets a key if its time is over; its number may be another key's by now.
    ///
    /// @return whether there is nothing to wait for any more
    private boolean forget(int slot, long bound) {
        if ((keys.word(slot, FLAGS) & KNOWN) == 0) {
            return true;
        }
        if (keys.word(slot, TIME) >= bound) {
            return false;
        }
        known--;
        removed++;
        keys.setWord(slot, FLAGS, keys.word(slot, FLAGS) & ~KNOWN);
        if (spec.saved()) {
            state.changed(slot);
        } else {
            keys.remove(slot);
        }
        return true;
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    /// The key, and when it is forgotten.
    @Override
    public StructType stateSchema() {
        return state.schema();
    }

    @Override
    public void writeChanges(Consumer<Batch> to) {
        state.writeChanges(to, this::remove);
        keys.compact(slot -> (keys.word(slot, FLAGS) & KNOWN) != 0);
    }

    private void remove(int slot) {
        keys.setWord(slot, FLAGS, 0);
        keys.setWord(slot, TIME, Long.MAX_VALUE);
        keys.remove(slot);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> to) {
        return state.writePiece(from, to);
    }

    @Override
    public void restore(Batch rows) {
        state.restore(
                rows,
                (slot, row) -> {
                    known -= (keys.word(slot, FLAGS) & KNOWN) != 0 ? 1 : 0;
                    if (rows.weight(row) > 0) {
                        learn(slot, rows.longs(keys.schema().size()).getLong(row));
                    } else {
                        remove(slot);
                    }
                });
    }

    @Override
    public StateSize stateSize() {
        return new StateSize(
                known,
                updated,
                removed,
                keys.bytes() + candidates.bytes() + state.bytes() + heap.bytes());
    }
}
