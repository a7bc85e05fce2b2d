package io.tidemill.operator.join;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What an [AsOfJoin] keeps of one input: with each row how often it was there at the end of the
/// last epoch; with a time to live, when it changed (saved).
final class AsOfRows extends KeptRows {
    private final int was;
    final @Nullable Ages ages;

    /// @param span about how long rows are kept, in microseconds; 0: for ever
    AsOfRows(AsOfSpec.Side side, AsOfSpec join, long span, Place place) {
        super(
                new Layout(
                        side.stateId(),
                        side.input(),
                        join.keys(),
                        join.nullSafe(),
                        side.time(),
                        span,
                        side.saved()),
                side.ttlMicros() > 0 ? 1 : 0,
                1,
                place);
        ages = side.ttlMicros() > 0 ? new Ages(this, 0, side.ttlMicros()) : null;
        was = ages == null ? 0 : 1;
    }

    /// Begins an epoch: gives the rows that have not changed for the time to live.
    void beginEpoch(long clockMicros, IntConsumer old) {
        beginEpoch();
        if (ages != null) {
            ages.beginEpoch(clockMicros, old);
        }
    }

    /// Notes that the rows of the batch that was just added have changed.
    void changed(int count) {
        for (int row = 0; row < count; row++) {
            touch(slots[row]);
        }
        if (ages != null) {
            ages.changed(count);
        }
    }

    long was(int slot) {
        return word(slot, was);
    }

    /// What changed in this epoch is as it was from now on.
    void settle() {
        for (int i = 0; i < touched.slots(); i++) {
            setWord(touched(i), was, rows.weight(touched(i)));
        }
        untouch();
    }

    @Override
    void tookOthers(int slot) {
        touch(slot);
    }

    @Override
    void restored(int slot) {
        setWord(slot, was, rows.weight(slot));
        if (ages != null) {
            ages.restored(slot);
        }
    }

    @Override
    long besideBytes() {
        return ages == null ? 0 : ages.bytes();
    }
}
