package io.tidemill.system.simulation;

/// What of the unsynced a power failure leaves.
public enum Survival {
    /// None of it.
    NOTHING_UNSYNCED,
    /// Some sectors of some writes, and a first part of each directory's changes.
    AT_RANDOM
}
