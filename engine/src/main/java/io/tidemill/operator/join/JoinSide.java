package io.tidemill.operator.join;

import io.tidemill.data.Batch;
import io.tidemill.operator.EpochEnd;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Arrangement;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.Records;
import io.tidemill.state.Stateful;
import io.tidemill.state.TimeQueue;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a join keeps of one input: its rows by key and, where it matters whether a row meets any,
/// with each row how often it does and how often the row itself has been given.
final class JoinSide implements Stateful {
    private static final long TOUCHED = 0x40;
    private static final long OVER = 0x80;

    final JoinSpec.Side spec;
    final int firstOutput;
    final boolean counted;
    private final boolean waits;
    final Arrangement rows;
    private final int keys;
    private final int worker;
    private final int workers;
    private final Records touched = new Records(1);
    private final Records over = new Records(1);
    private final @Nullable TimeQueue queue;
    private boolean restored;
    private long updated;

    /// The hashes and the slots of the batch that is being added.
    long[] hashes = {};

    int[] slots = {};
    boolean[] fresh = {};

    /// @param firstOutput where its columns begin in pairs
    JoinSide(JoinSpec.Side spec, JoinSpec join, int firstOutput, int worker, int workers) {
        this.spec = spec;
        keys = join.keys();
        waits = join.proven() && spec.alone() != JoinSpec.Alone.MATCHED;
        this.firstOutput = firstOutput;
        this.worker = worker;
        this.workers = workers;
        counted = spec.alone() != JoinSpec.Alone.NOTHING;
        rows = new Arrangement(spec.input(), keys, counted ? 1 : 0, counted ? 1 : 0, spec.saved());
        queue = spec.expiry().map(e -> new TimeQueue(e.keepMicros())).orElse(null);
    }

    /// Hashes the keys of a batch and, if rows are kept, adds it.
    void add(Batch batch) {
        int count = batch.rows();
        if (hashes.length < count) {
            hashes = new long[count];
            slots = new int[count];
            fresh = new boolean[count];
        }
        KeyGroups.hashes(batch, keys, hashes);
        if (!spec.kept()) {
            return;
        }
        rows.add(batch, hashes, slots);
        if (counted || queue != null) {
            for (int row = 0; row < count; row++) {
                fresh[row] = rows.takeFresh(slots[row]);
            }
        }
        if (queue != null) {
            enqueue(queue, count);
        }
    }

    private void enqueue(TimeQueue into, int count) {
        for (int row = 0; row < count; row++) {
            if (fresh[row]) {
                into.add(time(slots[row]), slots[row]);
            }
        }
    }

    private long time(int slot) {
        int column = spec.expiry().orElseThrow().column();
        return rows.records().page(slot)[rows.records().at(slot) + rows.wordOf(column)];
    }

    /// How often a row meets others.
    private long matches(int slot) {
        return rows.records().page(slot)[rows.records().at(slot) + rows.ownWords()];
    }

    /// How often the row itself has been given.
    private long given(int slot) {
        return rows.records().page(slot)[rows.records().at(slot) + rows.ownWords() + 1];
    }

    private void setGiven(int slot, long given) {
        rows.records().page(slot)[rows.records().at(slot) + rows.ownWords() + 1] = given;
    }

    /// Notes that a row meets so many more, or that it changed, to be settled at the end of the
    /// epoch.
    void meet(int slot, long more) {
        if (more != 0) {
            rows.changed(slot);
            rows.records().page(slot)[rows.records().at(slot) + rows.ownWords()] += more;
        }
        var page = rows.records().page(slot);
        int at = rows.records().at(slot);
        if ((page[at] & TOUCHED) == 0) {
            page[at] |= TOUCHED;
            int entry = touched.allocateUnset();
            touched.page(entry)[touched.at(entry)] = slot;
        }
    }

    /// Takes what is to be given of rows alone.
    interface Given {
        void give(int slot, long weight);
    }

    /// Gives for each row that changed in this epoch what is to be given or taken back.
    void settle(Given to) {
        for (int i = 0; i < touched.slots(); i++) {
            int slot = (int) touched.page(i)[touched.at(i)];
            rows.records().page(slot)[rows.records().at(slot)] &= ~TOUCHED;
            if (!waits) {
                give(slot, to);
            }
        }
        touched.clear();
    }

    private void give(int slot, Given to) {
        long wanted = isGiven(matches(slot)) ? rows.weight(slot) : 0;
        long given = given(slot);
        if (wanted != given) {
            setGiven(slot, wanted);
            to.give(slot, wanted - given);
        }
    }

    /// Whether a row that meets so many is given by itself.
    boolean isGiven(long matches) {
        return switch (spec.alone()) {
            case NOTHING -> false;
            case PADDED, UNMATCHED -> matches <= 0;
            case MATCHED -> matches > 0;
        };
    }

    /// Finds the rows that meet nobody any more; [#endEpoch] forgets them.
    ///
    /// @param to takes what was waiting for this, which is all that is not given yet
    void expire(EpochEnd end, @Nullable Given to) {
        if (queue != null && spec.kept()) {
            long bound = bound(end, spec.expiry().orElseThrow().keepMicros());
            queue.drain(bound, slot -> !expire(slot, bound, to));
        }
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

    private boolean expire(int slot, long bound, @Nullable Given to) {
        if (!rows.holds(slot)) {
            return true;
        }
        if (time(slot) >= bound) {
            return false;
        }
        var page = rows.records().page(slot);
        int at = rows.records().at(slot);
        if ((page[at] & OVER) == 0) {
            page[at] |= OVER;
            int entry = over.allocateUnset();
            over.page(entry)[over.at(entry)] = slot;
            if (to != null) {
                give(slot, to);
            }
        }
        return true;
    }

    /// Gives all rows that wait, when nothing more comes.
    void giveAll(Given to) {
        for (int slot = 0; slot < rows.records().slots(); slot++) {
            if (rows.holds(slot)) {
                give(slot, to);
            }
        }
    }

    void endEpoch() {
        for (int i = 0; i < over.slots(); i++) {
            rows.remove((int) over.page(i)[over.at(i)]);
        }
        over.clear();
        updated = rows.takeChanges();
        rows.endEpoch();
    }

    /// Puts what was restored into the queue of times, and knows again what was given of it.
    void beginEpoch() {
        if (!restored) {
            return;
        }
        restored = false;
        for (int slot = 0; slot < rows.records().slots(); slot++) {
            if (rows.holds(slot)) {
                if (queue != null) {
                    queue.add(time(slot), slot);
                }
                if (counted && !waits && isGiven(matches(slot))) {
                    setGiven(slot, rows.weight(slot));
                }
            }
        }
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    @Override
    public StructType stateSchema() {
        return rows.stateSchema();
    }

    @Override
    public int stateVersion() {
        return 1;
    }

    @Override
    public void writeChanges(Consumer<Batch> to) {
        rows.writeChanges(to);
    }

    @Override
    public void writeAll(Consumer<Batch> to) {
        rows.writeAll(to);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> to) {
        return rows.writePiece(from, to);
    }

    @Override
    public void restore(Batch saved) {
        rows.restore(saved, worker, workers);
        restored = true;
    }

    @Override
    public long stateRows() {
        return rows.rows();
    }

    @Override
    public long stateRowsUpdated() {
        return updated;
    }

    @Override
    public long stateBytes() {
        return rows.bytes() + touched.bytes() + over.bytes() + (queue == null ? 0 : queue.bytes());
    }

    /// Which rows of a batch may meet others at all: weight, keys and time are there.
    ///
    /// @param chosen gets them; `chosen[count]` on, from the end backwards, the others
    /// @return how many may
    int choose(Batch batch, boolean[] nullSafe, int[] chosen) {
        int count = batch.rows();
        int time = spec.expiry().map(JoinSpec.Expiry::column).orElse(-1);
        boolean all = batch.weights() == null && (time < 0 || !batch.column(time).mayHaveNulls());
        for (int key = 0; key < keys; key++) {
            all &= nullSafe[key] || !batch.column(key).mayHaveNulls();
        }
        if (all) {
            return count;
        }
        Arrays.fill(chosen, 0, count, -1);
        int found = 0;
        int others = count;
        for (int row = 0; row < count; row++) {
            boolean meets = time < 0 || !batch.column(time).isNull(row);
            for (int key = 0; key < keys; key++) {
                meets &= nullSafe[key] || !batch.column(key).isNull(row);
            }
            if (meets && batch.weight(row) != 0) {
                chosen[found++] = row;
            } else {
                chosen[--others] = row;
            }
        }
        return found;
    }
}
