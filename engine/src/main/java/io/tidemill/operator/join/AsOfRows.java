package io.tidemill.operator.join;

/// What an [AsOfJoin] keeps of one input: with each row how often it was there at the end of the
/// last epoch.
final class AsOfRows extends KeptRows {
    private static final int WAS = 0;

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
                0,
                1,
                place);
    }

    long was(int slot) {
        return word(slot, WAS);
    }

    /// What changed in this epoch is as it was from now on.
    void settle() {
        for (int i = 0; i < touched.slots(); i++) {
            setWord(touched(i), WAS, rows.weight(touched(i)));
        }
        untouch();
    }

    @Override
    void tookOthers(int slot) {
        touch(slot);
    }

    @Override
    void restored(int slot) {
        setWord(slot, WAS, rows.weight(slot));
    }
}
