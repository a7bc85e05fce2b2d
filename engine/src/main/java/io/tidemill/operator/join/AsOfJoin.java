package io.tidemill.operator.join;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.Operator;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.Stateful;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Each left row with the one right row of its key whose time is closest on one side, if it is not
/// too far; of several at that time, the greatest in the total order of values.
///
/// In: deltas of both inputs, in any order; the key columns first, rows of this worker's keys only.
/// Right rows are what is there at the end of the epoch: the version that an update replaces is
/// gone. Out, at the end of the epoch: rows whose match has changed, the old pair taken back, the
/// new one given, both in one batch; with [AsOfSpec#finals] each row once, when the watermark says
/// that its match stays. A left row whose time is NULL has no match.
///
/// State: both inputs' rows, in [io.tidemill.state.Arrangement]s. A left row is forgotten when its
/// match is certain, or no right row that is near enough can come; of the right rows of a key that
/// are older than all that can still come, only what the next left row can meet is kept. A key that
/// changed costs a sort of its right rows. With a time to live, rows that have not changed for so
/// long are forgotten as an epoch begins, by its clock; of right rows those that no left row has as
/// its match.
public final class AsOfJoin implements Operator {
    private final AsOfSpec spec;
    private final Downstream downstream;
    private final AsOfRows left;
    private final AsOfRows right;
    private final Versions now;
    private final Versions before;
    private final Batch output;
    private final Batch keysOfLeft;
    private final Batch keysOfRight;
    private int[] chosen = {};

    /// What is to be given: a left row, its match, the weight.
    private int[] lefts = new int[Batch.ROWS + 1];

    private int[] rights = new int[Batch.ROWS + 1];
    private final long[] weights = new long[Batch.ROWS + 1];
    private int pending;

    public AsOfJoin(AsOfSpec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        this.downstream = downstream;
        var place = new KeptRows.Place(worker, workers);
        boolean leftEnds = spec.settled().isPresent();
        left = new AsOfRows(spec.left(), spec, leftEnds ? 60_000_000 : 0, place);
        boolean rightEnds = leftEnds && spec.needed().isPresent();
        right = new AsOfRows(spec.right(), spec, rightEnds ? 60_000_000 : 0, place);
        now = new Versions(right, spec.right().input(), spec.right().places());
        before = new Versions(right, spec.right().input(), spec.right().places());
        output = Batch.create(spec.output(), Batch.ROWS);
        keysOfLeft = Batch.create(spec.left().input(), Batch.ROWS);
        keysOfRight = Batch.create(spec.right().input(), Batch.ROWS);
    }

    @Override
    public String name() {
        return "asOfJoin";
    }

    public Downstream left() {
        return delta -> push(left, spec.left(), delta);
    }

    public Downstream right() {
        return delta -> push(right, spec.right(), delta);
    }

    /// What is kept, to be saved.
    public List<Stateful> states() {
        return spec.left().saved() ? List.of(left, right) : List.of();
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        left.beginEpoch(evaluation.nowMicros(), left::isNowOver);
        left.forgetOver();
        var due = new Due();
        right.beginEpoch(evaluation.nowMicros(), due::add);
        forgetUnmatched(due);
        right.forgetOver();
    }

    /// Lets right rows be forgotten that are too old, as far as no left row has them as its match.
    private void forgetUnmatched(Due old) {
        var handled = new BitSet();
        var matched = new BitSet();
        int[] some = new int[Batch.ROWS];
        for (int from = 0; from < old.count; from += Batch.ROWS) {
            int count = Math.min(Batch.ROWS, old.count - from);
            System.arraycopy(old.slots, from, some, 0, count);
            var heads = heads(right, some, count, right, keysOfRight);
            var leftHeads = heads(right, some, count, left, keysOfLeft);
            for (int i = 0; i < count; i++) {
                if (leftHeads[i] >= 0 && !handled.get(heads[i])) {
                    handled.set(heads[i]);
                    now.load(heads[i], false);
                    for (int l = leftHeads[i]; l >= 0; l = left.rows.next(l)) {
                        int match = now.match(left.time(l), spec);
                        if (match >= 0) {
                            matched.set(match);
                        }
                    }
                }
            }
        }
        for (int i = 0; i < old.count; i++) {
            if (!matched.get(old.slots[i])) {
                var _ = right.isNowOver(old.slots[i]);
            } else if (right.ages != null) {
                right.ages.spare(old.slots[i]);
            }
        }
    }

    private void push(AsOfRows side, AsOfSpec.Side of, Batch delta) {
        int rows = delta.rows();
        if (chosen.length < rows) {
            chosen = new int[rows];
        }
        int count = side.choose(delta, chosen);
        var batch = delta;
        if (count < rows) {
            if (side == left && spec.outer()) {
                giveUnmatched(delta, count);
            }
            batch = Batch.create(of.input(), Math.max(count, 1));
            batch.append(delta, chosen, count);
        }
        if (count > 0) {
            side.hash(batch);
            side.add(batch);
            side.changed(count);
        }
    }

    /// Gives left rows that have no key or no time.
    private void giveUnmatched(Batch delta, int from) {
        output.clear();
        int leftColumns = spec.left().places().size();
        for (int i = from; i < delta.rows(); i++) {
            int row = chosen[i];
            if (delta.weight(row) == 0) {
                continue;
            }
            int at = output.rows();
            output.reserve(at + 1);
            for (int c = 0; c < leftColumns; c++) {
                output.column(c).copy(at, delta.column(spec.left().places().get(c)), row);
            }
            for (int c = leftColumns; c < output.columnCount(); c++) {
                output.column(c).setNull(at);
            }
            output.setRows(at + 1);
            weights[at] = delta.weight(row);
            if (output.rows() == Batch.ROWS) {
                pushOutput();
            }
        }
        pushOutput();
    }

    private void pushOutput() {
        int rows = output.rows();
        if (rows > 0) {
            boolean plain = true;
            for (int i = 0; i < rows; i++) {
                plain &= weights[i] == 1;
            }
            output.setWeights(plain ? null : weights);
            downstream.push(output);
            output.clear();
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        if (!spec.finals()) {
            changedKeys();
        }
        left.settle();
        right.settle();
        if (spec.settled().isPresent()) {
            long bound =
                    spec.settled().getAsLong() == AsOfSpec.COMPLETE
                            ? Long.MAX_VALUE
                            : KeptRows.bound(end, spec.settled().getAsLong());
            finishLeft(bound);
            if (spec.needed().isPresent()) {
                long needed = KeptRows.bound(end, spec.needed().getAsLong());
                forgetRight(Math.min(bound, needed));
            }
        }
        flush();
        left.endEpoch();
        right.endEpoch();
    }

    /// Gives what changed: all left rows of the keys whose right rows changed, and left rows that
    /// changed themselves.
    private void changedKeys() {
        var handled = new BitSet();
        int[] slots = new int[Batch.ROWS];
        for (int from = 0; from < right.touched.slots(); from += Batch.ROWS) {
            int count = Math.min(Batch.ROWS, right.touched.slots() - from);
            for (int i = 0; i < count; i++) {
                slots[i] = right.touched(from + i);
            }
            var heads = heads(right, slots, count, right, keysOfRight);
            var leftHeads = heads(right, slots, count, left, keysOfLeft);
            for (int i = 0; i < count; i++) {
                if (handled.get(heads[i])) {
                    continue;
                }
                handled.set(heads[i]);
                if (leftHeads[i] >= 0) {
                    now.load(heads[i], false);
                    before.load(heads[i], true);
                    for (int l = leftHeads[i]; l >= 0; l = left.rows.next(l)) {
                        changed(l, before);
                    }
                }
            }
        }
        var byKey = new long[left.touched.slots()];
        int open = headsOfTouched(handled, byKey);
        Arrays.sort(byKey, 0, open);
        long loaded = -2;
        for (int i = 0; i < open; i++) {
            int head = (int) (byKey[i] >> 32);
            if (head != loaded) {
                now.load(head, false);
                loaded = head;
            }
            changed((int) byKey[i], now);
        }
    }

    /// Writes the left rows that changed, behind the right rows of their keys, where those did not.
    private int headsOfTouched(BitSet handled, long[] byKey) {
        int[] slots = new int[Batch.ROWS];
        int open = 0;
        for (int from = 0; from < left.touched.slots(); from += Batch.ROWS) {
            int count = Math.min(Batch.ROWS, left.touched.slots() - from);
            for (int i = 0; i < count; i++) {
                slots[i] = left.touched(from + i);
            }
            var heads = heads(left, slots, count, right, keysOfRight);
            for (int i = 0; i < count; i++) {
                if (heads[i] < 0 || !handled.get(heads[i])) {
                    byKey[open++] = (long) heads[i] << 32 | slots[i];
                }
            }
        }
        return open;
    }

    /// For rows of `from` a row of the same key of `in`, or -1.
    private int[] heads(KeptRows from, int[] slots, int count, KeptRows in, Batch keys) {
        keys.clear();
        keys.reserve(count);
        for (int key = 0; key < spec.keys(); key++) {
            from.rows.read(key, slots, count, keys.column(key), 0);
        }
        keys.setRows(count);
        long[] hashes = new long[count];
        KeyGroups.hashes(keys, spec.keys(), hashes);
        int[] heads = new int[count];
        in.rows.find(keys, hashes, heads);
        return heads;
    }

    /// Gives what the change of a left row, or of its match, means.
    private void changed(int slot, Versions versionsBefore) {
        long was = left.was(slot);
        long is = left.rows.weight(slot);
        long time = left.time(slot);
        int old = was == 0 ? -1 : versionsBefore.match(time, spec);
        int current = is == 0 ? -1 : now.match(time, spec);
        if (old == current && was != 0 && is != 0) {
            give(slot, current, is - was);
        } else {
            give(slot, old, -was);
            give(slot, current, is);
        }
    }

    private void give(int slot, int match, long weight) {
        if (weight == 0 || match < 0 && !spec.outer()) {
            return;
        }
        // The old pair and the new one stay together.
        if (pending >= Batch.ROWS || weight < 0 && pending >= Batch.ROWS - 1) {
            flush();
        }
        lefts[pending] = slot;
        rights[pending] = match;
        weights[pending++] = weight;
    }

    private void flush() {
        if (pending == 0) {
            return;
        }
        output.clear();
        output.reserve(pending);
        int leftColumns = spec.left().places().size();
        for (int c = 0; c < output.columnCount(); c++) {
            Column to = output.column(c);
            if (c < leftColumns) {
                left.rows.read(spec.left().places().get(c), lefts, pending, to, 0);
            } else {
                int place = spec.right().places().get(c - leftColumns);
                right.rows.read(place, rights, pending, to, 0);
            }
        }
        output.setRows(pending);
        pending = 0;
        pushOutput();
    }

    /// Forgets the left rows whose match is certain; gives them before if they waited for that.
    /// Those whose match may still come behind their time are looked at again.
    private void finishLeft(long bound) {
        var due = drain(left, bound);
        var byKey = new long[due.count];
        int[] slots = new int[Batch.ROWS];
        for (int from = 0; from < due.count; from += Batch.ROWS) {
            int count = Math.min(Batch.ROWS, due.count - from);
            System.arraycopy(due.slots, from, slots, 0, count);
            if (!spec.finals() && spec.before()) {
                for (int i = 0; i < count; i++) {
                    var _ = left.isNowOver(slots[i]);
                }
                continue;
            }
            var heads = heads(left, slots, count, right, keysOfRight);
            for (int i = 0; i < count; i++) {
                byKey[from + i] = (long) heads[i] << 32 | slots[i];
            }
        }
        if (spec.finals() || !spec.before()) {
            Arrays.sort(byKey);
            finish(byKey, bound);
        }
    }

    private void finish(long[] byKey, long bound) {
        long loaded = -2;
        for (long entry : byKey) {
            int head = (int) (entry >> 32);
            if (head != loaded) {
                now.load(head, false);
                loaded = head;
            }
            int slot = (int) entry;
            int match = now.match(left.time(slot), spec);
            boolean certain =
                    spec.before()
                            || bound == Long.MAX_VALUE
                            || match >= 0 && right.time(match) < bound
                            || spec.reach(left.time(slot)) < bound;
            if (!certain) {
                waitOn(slot);
            } else if (left.isNowOver(slot) && spec.finals()) {
                give(slot, match, left.rows.weight(slot));
            }
        }
    }

    private void waitOn(int slot) {
        if (left.queue != null) {
            left.queue.add(left.time(slot), slot);
        }
    }

    private static Due drain(AsOfRows side, long bound) {
        var due = new Due();
        if (side.queue != null) {
            side.queue.drain(
                    bound,
                    slot -> {
                        boolean held = side.rows.holds(slot);
                        boolean isDue = held && side.time(slot) < bound;
                        if (isDue) {
                            due.add(slot);
                        }
                        return held && !isDue;
                    });
        }
        return due;
    }

    /// Forgets right rows that no left row meets any more: all of the times before `bound`, but
    /// with matches before the left row's time the last one of each key, until it is too far.
    private void forgetRight(long bound) {
        var due = drain(right, bound);
        var handled = new BitSet();
        int[] slots = new int[Batch.ROWS];
        for (int from = 0; from < due.count; from += Batch.ROWS) {
            int count = Math.min(Batch.ROWS, due.count - from);
            System.arraycopy(due.slots, from, slots, 0, count);
            if (!spec.before()) {
                for (int i = 0; i < count; i++) {
                    var _ = right.isNowOver(slots[i]);
                }
                continue;
            }
            var heads = heads(right, slots, count, right, keysOfRight);
            for (int i = 0; i < count; i++) {
                if (!handled.get(heads[i])) {
                    handled.set(heads[i]);
                    forgetAllButLast(heads[i], bound);
                }
            }
        }
    }

    private void forgetAllButLast(int head, long bound) {
        int last = -1;
        for (int slot = head; slot >= 0; slot = right.rows.next(slot)) {
            if (right.time(slot) < bound && right.rows.weight(slot) > 0) {
                boolean later =
                        last < 0
                                || right.time(slot) > right.time(last)
                                || right.time(slot) == right.time(last)
                                        && now.isGreater(slot, last);
                if (later) {
                    last = slot;
                }
            }
        }
        for (int slot = head; slot >= 0; slot = right.rows.next(slot)) {
            long reach = spec.reach(right.time(slot));
            if (right.time(slot) < bound && (slot != last || reach < bound)) {
                var _ = right.isNowOver(slot);
            } else if (slot == last && spec.isBounded() && right.queue != null) {
                right.queue.add(reach, slot);
            }
        }
    }
}
