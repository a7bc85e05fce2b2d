package io.tidemill.operator.join;

import io.tidemill.data.Batch;
import io.tidemill.operator.EpochEnd;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Arrangement;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.Records;
import io.tidemill.state.StateSize;
import io.tidemill.state.Stateful;
import io.tidemill.state.TimeQueue;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a join keeps of one input: its rows by key, those that changed in this epoch, and when each
/// is over.
abstract class KeptRows implements Stateful {
    static final long TOUCHED = 0x40;
    private static final long OVER = 0x80;

    final Arrangement rows;
    final Records touched = new Records(1);
    private final Layout layout;
    private final Place place;
    private final Records over = new Records(1);
    final @Nullable TimeQueue queue;
    private boolean restored;
    private long updated;
    private long removed;
    private long forgotten; // since the last epoch

    /// The hashes and the slots of the batch that is being added, and whether its rows are new.
    long[] hashes = {};

    int[] slots = {};
    boolean[] fresh = {};

    /// What the rows are.
    ///
    /// @param input the columns that come in, the keys first
    /// @param time the column of the time that a row must have to meet anybody; -1: none
    /// @param span about how long rows are kept by that time, in microseconds; 0: for ever
    /// @param saved whether the rows go to checkpoints
    record Layout(
            String stateId,
            StructType input,
            int keys,
            List<Boolean> nullSafe,
            int time,
            long span,
            boolean saved) {}

    /// Which worker of how many keeps them.
    record Place(int worker, int workers) {}

    KeptRows(Layout layout, int savedWords, int moreWords, Place place) {
        this.layout = layout;
        this.place = place;
        rows =
                new Arrangement(
                        layout.input(), layout.keys(), savedWords, moreWords, layout.saved());
        queue = layout.span() > 0 ? new TimeQueue(layout.span()) : null;
    }

    /// Hashes the keys of a batch.
    final void hash(Batch batch) {
        int count = batch.rows();
        if (hashes.length < count) {
            hashes = new long[count];
            slots = new int[count];
            fresh = new boolean[count];
        }
        KeyGroups.hashes(batch, layout.keys(), hashes);
    }

    /// Adds a batch whose keys were hashed.
    final void add(Batch batch) {
        int count = batch.rows();
        rows.add(batch, hashes, slots);
        rows.takeTogether(this::tookOthers);
        for (int row = 0; row < count; row++) {
            fresh[row] = rows.takeFresh(slots[row]);
        }
        if (queue != null) {
            for (int row = 0; row < count; row++) {
                if (fresh[row]) {
                    queue.add(time(slots[row]), slots[row]);
                }
            }
        }
    }

    final long time(int slot) {
        return rows.records().page(slot)[rows.records().at(slot) + rows.wordOf(layout.time())];
    }

    /// The owner's word `number` of a row.
    final long word(int slot, int number) {
        return rows.records().page(slot)[rows.records().at(slot) + rows.ownWords() + number];
    }

    final void setWord(int slot, int number, long value) {
        rows.records().page(slot)[rows.records().at(slot) + rows.ownWords() + number] = value;
    }

    /// Notes that a row changed in this epoch.
    final void touch(int slot) {
        mark(slot, TOUCHED, touched);
    }

    /// Lets [#endEpoch] forget a row; says whether that is news.
    final boolean isNowOver(int slot) {
        return mark(slot, OVER, over);
    }

    private boolean mark(int slot, long bit, Records list) {
        var page = rows.records().page(slot);
        int at = rows.records().at(slot);
        if ((page[at] & bit) != 0) {
            return false;
        }
        page[at] |= bit;
        int entry = list.allocateUnset();
        list.page(entry)[list.at(entry)] = slot;
        return true;
    }

    /// The slot of the `number`th row that changed in this epoch.
    final int touched(int number) {
        return (int) touched.page(number)[touched.at(number)];
    }

    /// Forgets which rows changed in this epoch.
    final void untouch() {
        for (int i = 0; i < touched.slots(); i++) {
            int slot = touched(i);
            rows.records().page(slot)[rows.records().at(slot)] &= ~TOUCHED;
        }
        touched.clear();
    }

    /// The times below it are over.
    static long bound(EpochEnd end, long keepMicros) {
        long watermark = end.watermarkMicros();
        if (end.last() || watermark == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long bound = watermark - keepMicros;
        return watermark == Long.MIN_VALUE || keepMicros > 0 && bound > watermark
                ? Long.MIN_VALUE
                : bound;
    }

    /// Forgets the rows that are over.
    final void forgetOver() {
        forgotten += over.slots();
        for (int i = 0; i < over.slots(); i++) {
            rows.remove((int) over.page(i)[over.at(i)]);
        }
        over.clear();
    }

    void endEpoch() {
        forgetOver();
        removed = forgotten;
        forgotten = 0;
        updated = rows.takeChanges();
        rows.endEpoch();
    }

    /// Puts what was restored into the queue of times.
    final void beginEpoch() {
        if (!restored) {
            return;
        }
        restored = false;
        for (int slot = 0; slot < rows.records().slots(); slot++) {
            if (rows.holds(slot)) {
                if (queue != null) {
                    queue.add(time(slot), slot);
                }
                restored(slot);
            }
        }
    }

    /// Notes that a row has taken the weights of equal ones.
    abstract void tookOthers(int slot);

    /// What is kept beside the rows, in bytes.
    abstract long besideBytes();

    /// Derives the words of a restored row that are not saved.
    abstract void restored(int slot);

    /// Which rows of a batch may meet others at all: weight, keys and time are there.
    ///
    /// @param chosen gets them, then, from the end backwards, the others; unless all may
    /// @return how many may
    final int choose(Batch batch, int[] chosen) {
        int count = batch.rows();
        int time = layout.time();
        int keys = layout.keys();
        boolean all = batch.weights() == null && (time < 0 || !batch.column(time).mayHaveNulls());
        for (int key = 0; key < keys; key++) {
            all &= layout.nullSafe().get(key) || !batch.column(key).mayHaveNulls();
        }
        if (all) {
            return count;
        }
        int found = 0;
        int others = count;
        for (int row = 0; row < count; row++) {
            boolean meets = time < 0 || !batch.column(time).isNull(row);
            for (int key = 0; key < keys; key++) {
                meets &= layout.nullSafe().get(key) || !batch.column(key).isNull(row);
            }
            if (meets && batch.weight(row) != 0) {
                chosen[found++] = row;
            } else {
                chosen[--others] = row;
            }
        }
        return found;
    }

    @Override
    public String stateId() {
        return layout.stateId();
    }

    @Override
    public StructType stateSchema() {
        return rows.stateSchema();
    }

    @Override
    public void writeChanges(Consumer<Batch> to) {
        rows.writeChanges(to);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> to) {
        return rows.writePiece(from, to);
    }

    @Override
    public void restore(Batch saved) {
        rows.restore(saved, place.worker(), place.workers());
        restored = true;
    }

    @Override
    public StateSize stateSize() {
        return new StateSize(
                rows.rows(),
                updated,
                removed,
                rows.bytes()
                        + touched.bytes()
                        + over.bytes()
                        + (queue == null ? 0 : queue.bytes())
                        + besideBytes());
    }
}
