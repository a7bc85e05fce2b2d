package io.tidemill.runtime;

/// What a query is doing now; the fields are Spark's.
///
/// @param message in words
/// @param dataAvailable whether there is data that was not processed when it last looked
/// @param triggerActive whether an epoch is being run
public record QueryStatus(String message, boolean dataAvailable, boolean triggerActive) {}
