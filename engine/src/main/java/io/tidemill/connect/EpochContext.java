package io.tidemill.connect;

/// Which epoch of which query a sink is writing.
///
/// @param queryId stays the same over restarts; a sink keeps epochs apart by (queryId, epoch),
///   never by the number alone
/// @param generation grows with each process that owns the query; what an older one writes is void
/// @param epoch counts from 0
/// @param mode whether the rows are added to the output or, with [OutputMode#COMPLETE], replace it
/// @param timeMicros the epoch's clock, microseconds since 1970
/// @param planDigest tells apart the plans that an epoch of this number could have; a sink whose
///   marker holds it shows that it was this plan that was committed ([Sink#committedDigest]). Empty
///   where there is no plan
public record EpochContext(
        String queryId,
        long generation,
        long epoch,
        OutputMode mode,
        long timeMicros,
        String planDigest) {

    /// Without a plan.
    public EpochContext(
            String queryId, long generation, long epoch, OutputMode mode, long timeMicros) {
        this(queryId, generation, epoch, mode, timeMicros, "");
    }
}
