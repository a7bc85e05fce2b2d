package io.tidemill.operator.join;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.Operator;
import io.tidemill.state.Stateful;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pairs of rows of two inputs whose keys are equal and for which a condition holds, and rows
/// that meet none, or any.
///
/// In: deltas of both inputs, in any order and with any weights; the key columns first, rows of
/// this worker's keys only. Out: for each delta its pairs with what is there of the other input, at
/// the product of the weights; at the end of the epoch the rows to be given by themselves, as
/// [JoinSpec.Alone] says, or taken back: nothing that the same epoch settles is given before. With
/// [JoinSpec#proven] a row without a match is given when the watermark says that none can come;
/// both inputs only add then.
///
/// A side that is not kept must find the other one complete: its rows wait until [#complete] is
/// told the end of the epoch. State: an [io.tidemill.state.Arrangement] a side that is kept; with
/// each row, where that matters, how many rows of the other side it meets.
///
/// Source: Budiu et al., *DBSP*, VLDB 2023: a join is linear in each input, so a change of one goes
/// through what is there of the other.
public final class HashJoin implements Operator {
    private final JoinSpec spec;
    private final Downstream downstream;
    private final JoinSide left;
    private final JoinSide right;
    private final Giver leftGiver;
    private final Giver rightGiver;
    private final Batch output;
    private final @Nullable PairFilter filter;
    private final List<Batch> early = new ArrayList<>();
    private boolean complete;
    private @Nullable Evaluation evaluation;

    /// The pairs that are collected: a row of the batch, a slot of the other side, the weight.
    private final int[] pairRows = new int[Batch.ROWS];

    private final int[] pairSlots = new int[Batch.ROWS];
    private final long[] pairWeights = new long[Batch.ROWS];
    private final int[] passing = new int[Batch.ROWS];
    private int[] heads = {};
    private int[] chosen = {};
    private long[] met = {};

    public HashJoin(JoinSpec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        this.downstream = downstream;
        int leftColumns = spec.left().places().size();
        left = new JoinSide(spec.left(), spec, 0, new KeptRows.Place(worker, workers));
        right = new JoinSide(spec.right(), spec, leftColumns, new KeptRows.Place(worker, workers));
        leftGiver = new Giver(left);
        rightGiver = new Giver(right);
        output = Batch.create(spec.output(), Batch.ROWS);
        filter =
                spec.condition()
                        .map(condition -> new PairFilter(spec.bothSides(), condition))
                        .orElse(null);
        complete = spec.left().kept() && spec.right().kept();
    }

    @Override
    public String name() {
        return "join";
    }

    public Downstream left() {
        return delta -> push(left, right, delta);
    }

    public Downstream right() {
        return delta -> push(right, left, delta);
    }

    /// What is kept, to be saved.
    public List<Stateful> states() {
        var states = new ArrayList<Stateful>();
        for (var side : List.of(left, right)) {
            if (side.spec.kept() && side.spec.saved()) {
                states.add(side);
            }
        }
        return states;
    }

    /// An operator that stands behind the side that must be complete before the other one: at the
    /// end of its epoch it is.
    public Operator complete() {
        return new Operator() {
            @Override
            public String name() {
                return "joinBuilt";
            }

            @Override
            public void endEpoch(EpochEnd end) {
                completed();
            }
        };
    }

    private void completed() {
        complete = true;
        var side = left.spec.kept() ? right : left;
        var other = left.spec.kept() ? left : right;
        for (var batch : early) {
            push(side, other, batch);
        }
        early.clear();
    }

    @Override
    public void beginEpoch(Evaluation epoch) {
        evaluation = epoch;
        left.beginEpoch(epoch.nowMicros());
        right.beginEpoch(epoch.nowMicros());
        complete = left.spec.kept() && right.spec.kept();
    }

    private void push(JoinSide side, JoinSide other, Batch delta) {
        if (!side.spec.kept() && !complete) {
            early.add(copy(delta));
            return;
        }
        int rows = delta.rows();
        if (heads.length < rows) {
            heads = new int[rows];
            chosen = new int[rows];
            met = new long[rows];
        }
        var batch = delta;
        int count = side.choose(delta, chosen);
        if (count < rows) {
            if (side.isGiven(0)) {
                giveOthers(side, delta, count);
            }
            batch = Batch.create(side.spec.input(), Math.max(count, 1));
            batch.append(delta, chosen, count);
        }
        if (count > 0) {
            meet(side, other, batch);
        }
    }

    private static Batch copy(Batch delta) {
        var copy = Batch.create(delta.schema(), delta.rows());
        int[] all = new int[delta.rows()];
        for (int row = 0; row < all.length; row++) {
            all[row] = row;
        }
        copy.append(delta, all, all.length);
        return copy;
    }

    /// Gives the rows that can meet nobody.
    private void giveOthers(JoinSide side, Batch delta, int from) {
        int count = 0;
        for (int i = delta.rows() - 1; i >= from; i--) {
            if (delta.weight(chosen[i]) != 0) {
                pairRows[count] = chosen[i];
                pairWeights[count++] = delta.weight(chosen[i]);
                if (count == Batch.ROWS) {
                    give(side, delta, count);
                    count = 0;
                }
            }
        }
        give(side, delta, count);
    }

    private void meet(JoinSide side, JoinSide other, Batch batch) {
        side.hash(batch);
        if (side.spec.kept()) {
            side.add(batch);
            side.live(batch.rows());
        }
        int rows = batch.rows();
        if (side.counted) {
            Arrays.fill(met, 0, rows, 0);
        }
        if (other.spec.kept()) {
            other.rows.find(batch, side.hashes, heads);
            collect(side, other, batch);
        }
        if (!side.counted) {
            return;
        }
        if (side.spec.kept()) {
            for (int row = 0; row < rows; row++) {
                side.meet(side.slots[row], side.fresh[row] ? met[row] : 0);
            }
        } else {
            giveMet(side, batch);
        }
    }

    /// Walks the rows of each row's key.
    private void collect(JoinSide side, JoinSide other, Batch batch) {
        int rows = batch.rows();
        var arrangement = other.rows;
        boolean plain = arrangement.isPlain() && batch.weights() == null;
        int count = 0;
        for (int row = 0; row < rows; row++) {
            for (int slot = heads[row]; slot >= 0; slot = arrangement.next(slot)) {
                long weight = plain ? 1 : batch.weight(row) * arrangement.weight(slot);
                // A row at weight 0 may come back in this epoch, so it is counted on.
                if (weight != 0 || other.counted) {
                    pairRows[count] = row;
                    pairSlots[count] = slot;
                    pairWeights[count++] = weight;
                    if (count == Batch.ROWS) {
                        pairs(side, other, batch, count, plain);
                        count = 0;
                    }
                }
            }
        }
        if (count > 0) {
            pairs(side, other, batch, count, plain);
        }
    }

    private void pairs(JoinSide side, JoinSide other, Batch batch, int collected, boolean plain) {
        int count = collected;
        if (filter != null) {
            count = filter(filter, side, other, batch, collected);
        }
        if (side.counted) {
            for (int i = 0; i < count; i++) {
                met[pairRows[i]] += plain ? 1 : other.rows.weight(pairSlots[i]);
            }
        }
        if (other.counted) {
            for (int i = 0; i < count; i++) {
                other.meet(pairSlots[i], batch.weight(pairRows[i]));
            }
        }
        if (other.counted && !plain) {
            count = leaveOutZeros(count);
        }
        if (spec.pairs() && count > 0) {
            output.clear();
            output.reserve(count);
            for (int i = 0; i < side.spec.places().size(); i++) {
                int place = side.spec.places().get(i);
                output.column(side.firstOutput + i).viewAll(batch.column(place), pairRows, count);
            }
            for (int i = 0; i < other.spec.places().size(); i++) {
                int place = other.spec.places().get(i);
                var to = output.column(other.firstOutput + i);
                other.rows.read(place, pairSlots, count, to, 0);
            }
            output.setRows(count);
            output.setWeights(plain ? null : pairWeights);
            downstream.push(output);
        }
    }

    private int leaveOutZeros(int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            pairRows[kept] = pairRows[i];
            pairSlots[kept] = pairSlots[i];
            pairWeights[kept] = pairWeights[i];
            kept += pairWeights[i] != 0 ? 1 : 0;
        }
        return kept;
    }

    /// Leaves only the pairs for which the condition holds.
    private int filter(PairFilter by, JoinSide side, JoinSide other, Batch batch, int collected) {
        var epoch = evaluation;
        if (epoch == null) {
            throw new IllegalStateException("rows came before the epoch began");
        }
        var pairs = by.pairs();
        for (int column : by.columns()) {
            boolean isSide =
                    column >= side.firstOutput
                            && column < side.firstOutput + side.spec.places().size();
            var of = isSide ? side : other;
            int place = of.spec.places().get(column - of.firstOutput);
            if (isSide) {
                pairs.column(column).viewAll(batch.column(place), pairRows, collected);
            } else {
                other.rows.read(place, pairSlots, collected, pairs.column(column), 0);
            }
        }
        int count = by.choose(collected, epoch, passing);
        for (int i = 0; i < count; i++) {
            pairRows[i] = pairRows[passing[i]];
            pairSlots[i] = pairSlots[passing[i]];
            pairWeights[i] = pairWeights[passing[i]];
        }
        return count;
    }

    /// Gives rows of a side that is not kept, by how many they met.
    private void giveMet(JoinSide side, Batch batch) {
        int count = 0;
        for (int row = 0; row < batch.rows(); row++) {
            if (side.isGiven(met[row])) {
                pairRows[count] = row;
                pairWeights[count++] = batch.weight(row);
                if (count == Batch.ROWS) {
                    give(side, batch, count);
                    count = 0;
                }
            }
        }
        give(side, batch, count);
    }

    /// Gives the rows `pairRows` of a batch by themselves.
    private void give(JoinSide side, Batch batch, int count) {
        if (count == 0) {
            return;
        }
        output.clear();
        output.reserve(count);
        for (int i = 0; i < side.spec.places().size(); i++) {
            int place = side.spec.places().get(i);
            output.column(side.firstOutput + i).viewAll(batch.column(place), pairRows, count);
        }
        pushAlone(side, count);
    }

    private void pushAlone(JoinSide side, int count) {
        for (int column = 0; column < output.columnCount(); column++) {
            boolean own =
                    column >= side.firstOutput
                            && column < side.firstOutput + side.spec.places().size();
            if (!own) {
                output.column(column).setNulls(0, count);
            }
        }
        output.setRows(count);
        boolean plain = true;
        for (int i = 0; i < count; i++) {
            plain &= pairWeights[i] == 1;
        }
        output.setWeights(plain ? null : pairWeights);
        downstream.push(output);
    }

    @Override
    public void endEpoch(EpochEnd end) {
        endEpoch(left, leftGiver, end);
        endEpoch(right, rightGiver, end);
    }

    private void endEpoch(JoinSide side, Giver giver, EpochEnd end) {
        side.settle(giver);
        side.expire(end, giver);
        if (spec.proven() && end.last() && side.counted) {
            side.giveAll(giver);
        }
        giver.flush();
        side.endEpoch();
    }

    /// Collects rows that are kept to be given by themselves.
    private final class Giver implements JoinSide.Given {
        private final JoinSide side;
        private int count;

        Giver(JoinSide side) {
            this.side = side;
        }

        @Override
        public void give(int slot, long weight) {
            pairSlots[count] = slot;
            pairWeights[count++] = weight;
            if (count == Batch.ROWS) {
                flush();
            }
        }

        void flush() {
            if (count == 0) {
                return;
            }
            output.clear();
            output.reserve(count);
            for (int i = 0; i < side.spec.places().size(); i++) {
                int place = side.spec.places().get(i);
                side.rows.read(place, pairSlots, count, output.column(side.firstOutput + i), 0);
            }
            pushAlone(side, count);
            count = 0;
        }
    }
}
