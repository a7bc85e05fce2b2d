package io.tidemill.operator.join;

import io.tidemill.operator.EpochEnd;
import org.jspecify.annotations.Nullable;

/// What a [HashJoin] keeps of one input; where it matters whether a row meets any, with each row
/// how often it does (saved) and how often the row itself has been given; with a time to live, when
/// it changed (saved).
final class JoinSide extends KeptRows {
    private static final int MATCHES = 0;

    final JoinSpec.Side spec;
    final int firstOutput;
    final boolean counted;
    private final boolean proven;
    private final boolean waits;
    private final int given;
    private final @Nullable Ages ages;

    /// @param firstOutput where its columns begin in pairs
    JoinSide(JoinSpec.Side spec, JoinSpec join, int firstOutput, Place place) {
        super(
                new Layout(
                        spec.stateId(),
                        spec.input(),
                        join.keys(),
                        join.nullSafe(),
                        spec.expiry().map(JoinSpec.Expiry::column).orElse(-1),
                        spec.expiry().map(e -> Math.max(1, e.keepMicros())).orElse(0L),
                        spec.saved()),
                (isCounted(spec) ? 1 : 0) + (spec.ttlMicros() > 0 ? 1 : 0),
                isCounted(spec) ? 1 : 0,
                place);
        this.spec = spec;
        this.firstOutput = firstOutput;
        counted = isCounted(spec);
        int changedAt = counted ? MATCHES + 1 : 0;
        ages = spec.ttlMicros() > 0 ? new Ages(this, changedAt, spec.ttlMicros()) : null;
        given = changedAt + (ages == null ? 0 : 1);
        proven = join.proven();
        waits = proven && spec.alone() != JoinSpec.Alone.MATCHED;
    }

    private static boolean isCounted(JoinSpec.Side spec) {
        return spec.alone() != JoinSpec.Alone.NOTHING;
    }

    /// Forgets the rows that have not changed for the time to live, before the epoch's rows come.
    void beginEpoch(long clockMicros) {
        beginEpoch();
        if (ages != null) {
            ages.beginEpoch(clockMicros, this::isNowOver);
            forgetOver();
        }
    }

    /// Notes when the rows of the batch that was just added have changed.
    void live(int count) {
        if (ages != null) {
            ages.changed(count);
        }
    }

    /// Notes that a row meets so many more, or that it changed, to be settled at the end of the
    /// epoch.
    void meet(int slot, long more) {
        if (more != 0) {
            rows.changed(slot);
            setWord(slot, MATCHES, word(slot, MATCHES) + more);
        }
        touch(slot);
    }

    /// Takes what is to be given of rows alone.
    interface Given {
        void give(int slot, long weight);
    }

    /// Gives for each row that changed in this epoch what is to be given or taken back.
    void settle(Given to) {
        for (int i = 0; i < touched.slots() && !waits; i++) {
            give(touched(i), to);
        }
        untouch();
    }

    private void give(int slot, Given to) {
        long wanted = isGiven(word(slot, MATCHES)) ? rows.weight(slot) : 0;
        long before = word(slot, given);
        if (wanted != before) {
            setWord(slot, given, wanted);
            to.give(slot, wanted - before);
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
    void expire(EpochEnd end, Given to) {
        if (queue != null) {
            long bound = bound(end, spec.expiry().orElseThrow().keepMicros());
            queue.drain(bound, slot -> !expire(slot, bound, to));
        }
    }

    private boolean expire(int slot, long bound, Given to) {
        if (!rows.holds(slot)) {
            return true;
        }
        if (time(slot) >= bound) {
            return false;
        }
        if (isNowOver(slot) && proven && counted) {
            give(slot, to);
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

    @Override
    void tookOthers(int slot) {
        if (counted) {
            touch(slot);
        }
    }

    @Override
    long besideBytes() {
        return ages == null ? 0 : ages.bytes();
    }

    /// What was given of a restored row follows from what it meets.
    @Override
    void restored(int slot) {
        if (counted && !waits && isGiven(word(slot, MATCHES))) {
            setWord(slot, given, rows.weight(slot));
        }
        if (ages != null) {
            ages.restored(slot);
        }
    }
}
