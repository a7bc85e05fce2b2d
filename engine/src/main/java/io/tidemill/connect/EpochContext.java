package io.tidemill.connect;

/// Which epoch of which query a sink is writing.
///
/// @param queryId stays the same over restarts; a sink keeps epochs apart by (queryId, epoch),
///   never by the number alone
/// @param generation grows with each process that owns the query; what an older one writes is void
/// @param epoch counts from 0
/// @param mode whether the rows are added to the output or, with [OutputMode#COMPLETE], replace it
/// @param timeMicros the epoch's clock, microseconds since 1970
public record EpochContext(
        String queryId, long generation, long epoch, OutputMode mode, long timeMicros) {}
