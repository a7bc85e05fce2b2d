package io.tidemill.system;

import java.time.Duration;
import java.util.Optional;

/// A pool of threads that steps many agents fairly, in turn: who has worked goes to the end of the
/// queue.
public interface Workers extends AutoCloseable {

    /// How many threads there are.
    int size();

    /// Begins to step this agent.
    Handle start(Agent agent);

    /// Waits until all agents are done, at most this long, then ends the threads; agents that are
    /// not done are abandoned between two steps, with a
    /// [java.util.concurrent.CancellationException] as their outcome.
    ///
    /// @return whether all were done
    boolean close(Duration timeout) throws InterruptedException;

    /// Abandons what still runs.
    @Override
    void close();

    /// An agent that was started.
    interface Handle {
        String name();

        /// Makes an idle agent be stepped. Cheap; may be called from any thread, at any time.
        void wake();

        boolean isDone();

        /// How it ended badly, if it did; known once it is done.
        Optional<Throwable> failure();

        /// Waits until the agent is done.
        ///
        /// @return whether it is
        boolean await(Duration timeout) throws InterruptedException;
    }
}
