package io.tidemill.operator.join;

import io.tidemill.state.TimeQueue;
import java.util.function.IntConsumer;

/// When the rows of one side last changed, by the clock, and which have not for their time to live.
///
/// The time is a word of the row that is saved with it. A row stands in the queue once. One
/// thread's own.
final class Ages {
    private final KeptRows side;
    private final int word;
    private final long ttlMicros;
    private final TimeQueue times;
    private final Due younger = new Due();
    private long nowMicros;

    /// @param word which of the owner's words the time is
    Ages(KeptRows side, int word, long ttlMicros) {
        this.side = side;
        this.word = word;
        this.ttlMicros = ttlMicros;
        times = new TimeQueue(ttlMicros);
    }

    /// Begins an epoch at this time of the clock: gives the rows that are too old, once.
    void beginEpoch(long clockMicros, IntConsumer old) {
        nowMicros = clockMicros;
        long bound = nowMicros - ttlMicros;
        times.drain(
                bound,
                slot -> {
                    if (side.rows.holds(slot)) {
                        if (side.word(slot, word) < bound) {
                            old.accept(slot);
                        } else {
                            younger.add(slot);
                        }
                    }
                    return false;
                });
        for (int i = 0; i < younger.count; i++) {
            restored(younger.slots[i]);
        }
        younger.count = 0;
    }

    /// Notes that the first rows of the batch that was just added have changed.
    void changed(int count) {
        for (int row = 0; row < count; row++) {
            side.setWord(side.slots[row], word, nowMicros);
            if (side.fresh[row]) {
                times.add(nowMicros, side.slots[row]);
            }
        }
    }

    /// Lets a row that is too old live on; it is looked at again after another time to live.
    void spare(int slot) {
        times.add(nowMicros, slot);
    }

    /// Takes up a row that has its time.
    void restored(int slot) {
        times.add(side.word(slot, word), slot);
    }

    long bytes() {
        return times.bytes();
    }
}
