package io.tidemill.system;

import java.time.Instant;
import java.util.Optional;

/// This process and the machine it runs on.
public interface Host {

    /// The machine's name.
    String name();

    /// Differs between two starts of the machine; empty where the system does not tell.
    String bootId();

    /// This process's id.
    long processId();

    /// When this process started, to tell it from a later one with the same id.
    Instant processStart();

    /// When the process with this id on this machine started; empty if there is none. Where the
    /// system does not tell the time, [Instant#MAX].
    Optional<Instant> processStart(long processId);

    /// Processors that this process may use; at least 1.
    int processors();

    /// Bytes that the heap may grow to.
    long maxHeapBytes();

    /// Runs an action when the process is asked to end (SIGTERM, SIGINT, the last thread gone, not
    /// `kill -9`). Closing the registration takes it back.
    Registration onShutdown(String name, Runnable action);

    /// Something that was registered and can be taken back.
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
