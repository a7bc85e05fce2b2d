package io.tidemill.plan.node;

import java.time.Period;
import java.time.ZoneId;

/// Which windows of time a row belongs to.
public sealed interface WindowShape {
    /// Windows of one length that begin at `offset` plus every multiple of `slide` since the epoch;
    /// tumbling when `slide` is `size`. Times are instants.
    ///
    /// @param sizeMicros positive
    /// @param slideMicros positive, at most `sizeMicros`
    /// @param offsetMicros from 0 to below `slideMicros`
    record Hopping(long sizeMicros, long slideMicros, long offsetMicros) implements WindowShape {}

    /// Windows that begin where the tumbling ones of `sizeMicros` do and end at every step inside.
    ///
    /// @param stepMicros positive; divides `sizeMicros`
    record Cumulating(long sizeMicros, long stepMicros, long offsetMicros) implements WindowShape {}

    /// Days, weeks, months and the like as clocks of a zone show them; a day may have 23 hours.
    ///
    /// @param length of months or of days; windows are counted from 1970-01-01, weeks (whole
    ///   multiples of seven days) from Monday, 1969-12-29
    record Calendar(Period length, ZoneId zone) implements WindowShape {}
}
