package io.tidemill.system.simulation;

/// What can go wrong at a call of the simulated file system.
public enum Fault {
    /// The call fails and has done nothing.
    THROW_BEFORE,
    /// The call fails although it has done everything.
    THROW_AFTER,
    /// A read or write transfers fewer bytes than asked for, which is allowed.
    SHORT,
    /// Part of a write is done when the power fails; of what was not synced, sectors survive at
    /// random.
    TORN_WRITE,
    /// The power fails before the call, and everything that was not synced is lost.
    LOSE_UNSYNCED,
    /// The power fails before the call; of what was not synced, sectors and names survive at
    /// random.
    POWER_FAILURE,
    /// The disk is full from this call on, until [SimulatedDisk#makeSpace].
    DISK_FULL,
    /// A sync fails; what it should have made durable may or may not be, whatever later syncs say.
    SYNC_ERROR,
    /// The call takes a minute.
    DELAY,
    /// The process is killed before the call; what it wrote is in the machine's cache and survives.
    STOP,
    /// The process is killed after the call.
    STOP_AFTER;

    /// Whether this can befall such a call.
    public boolean appliesTo(Call call) {
        return switch (this) {
            case SHORT -> call == Call.READ || call == Call.WRITE;
            case TORN_WRITE -> call == Call.WRITE;
            case SYNC_ERROR -> call == Call.SYNC || call == Call.SYNC_DIRECTORY;
            case DISK_FULL -> call.needsSpace();
            case THROW_BEFORE, THROW_AFTER, LOSE_UNSYNCED, POWER_FAILURE, DELAY, STOP, STOP_AFTER ->
                    true;
        };
    }
}
