package io.tidemill.runtime;

import java.time.Duration;

/// When epochs start.
public sealed interface TriggerSpec {
    /// As soon as there is data, but not before `interval` has passed since the last start; a
    /// boundary that was missed fires at once. No epoch without data.
    ///
    /// @param interval zero: as soon as the one before is done and the sink can bear it
    record ProcessingTime(Duration interval) implements TriggerSpec {}

    /// Epochs as small as the load allows; the sink's smallest interval does not hold it back.
    record LowestLatency() implements TriggerSpec {}

    /// One epoch with everything that is there, then the query ends.
    record Once() implements TriggerSpec {}

    /// Everything that is there at the start, in epochs within the limits, then the query ends.
    record AvailableNow() implements TriggerSpec {}
}
