package io.tidemill.operator;

/// The end of an epoch, as operators see it.
///
/// @param watermarkMicros no row that comes in a later epoch will be older; `Long.MIN_VALUE` when
///   there is none yet. Rows of this epoch were not older than the watermark of the one before
/// @param nowMicros the epoch's clock
/// @param last whether no epoch will follow: the input was bounded
public record EpochEnd(long watermarkMicros, long nowMicros, boolean last) {}
