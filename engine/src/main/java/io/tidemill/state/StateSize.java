package io.tidemill.state;

/// How large an operator's state is after an epoch, and how much of it the epoch moved.
///
/// @param rows how many keys there are
/// @param updated how many keys the last epoch changed
/// @param removed how many keys the last epoch forgot because their time was over
/// @param bytes about how much memory it takes
public record StateSize(long rows, long updated, long removed, long bytes) {
    /// Nothing is kept.
    public static final StateSize NOTHING = new StateSize(0, 0, 0, 0);

    /// Of two parts of one state.
    public StateSize plus(StateSize other) {
        return new StateSize(
                rows + other.rows,
                updated + other.updated,
                removed + other.removed,
                bytes + other.bytes);
    }
}
