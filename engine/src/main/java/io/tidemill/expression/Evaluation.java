package io.tidemill.expression;

import java.time.ZoneId;

/// What expressions see of the world: one value an epoch, logged with its plan, so that an epoch
/// run again computes the same.
///
/// @param nowMicros the epoch's clock, microseconds since 1970: `current_timestamp()`
/// @param seed what `rand()` and `uuid()` start from
/// @param zone the session's time zone
public record Evaluation(long nowMicros, long seed, ZoneId zone) {}
