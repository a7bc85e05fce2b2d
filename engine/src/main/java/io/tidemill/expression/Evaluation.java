package io.tidemill.expression;

import java.time.ZoneId;

/// What expressions see of the world: one value an epoch, logged with its plan, so that an epoch
/// run again computes the same; and the place of the row, from which `rand()` and `uuid()` draw.
///
/// @param nowMicros the epoch's clock, microseconds since 1970: `current_timestamp()`
/// @param seed the epoch's, what `rand()` and `uuid()` start from
/// @param zone the session's time zone
/// @param split the piece of the input that the row is from; negative when it is from none
/// @param row how many rows of the split came here before this one
public record Evaluation(long nowMicros, long seed, ZoneId zone, long split, long row) {
    public Evaluation(long nowMicros, long seed, ZoneId zone) {
        this(nowMicros, seed, zone, 0, 0);
    }

    /// The same epoch at another row.
    public Evaluation at(long newSplit, long newRow) {
        return new Evaluation(nowMicros, seed, zone, newSplit, newRow);
    }
}
