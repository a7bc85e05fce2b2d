package io.tidemill.system;

/// Something that lives on a worker: it is stepped, does a bounded piece of work and returns.
///
/// Only one thread at a time is inside an agent, and what one step wrote the next one sees, on
/// whatever thread. Others leave messages in its [Mailbox] and touch nothing else.
///
/// An agent on shared [Workers] never waits inside a step; one on a thread of its own may.
public interface Agent {

    /// What a step came to.
    enum Step {
        /// Something was done; step again soon.
        WORK,
        /// Nothing to do until [Workers.Handle#wake] or [#wakeAtNanos].
        IDLE,
        /// Finished; never step again.
        DONE
    }

    /// For thread names, logs and messages.
    String name();

    /// Does a bounded piece of work. What it throws ends the agent and completes its handle.
    Step step() throws Exception;

    /// When an idle agent wants to be stepped although nobody woke it, on [WorldClock#nanos]; asked
    /// after each idle step. [Long#MAX_VALUE]: never.
    default long wakeAtNanos() {
        return Long.MAX_VALUE;
    }
}
