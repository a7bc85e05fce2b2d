package io.tidemill.system;

/// Threads, and ways to wait. Nothing starts a thread but through here; each has a name that says
/// whose it is, and is closed by whoever started it.
public interface Threads {

    /// Whether a thread keeps the process alive.
    enum Lifetime {
        /// The process lives until it ends.
        KEEPS_PROCESS,
        /// It ends with the process.
        BACKGROUND
    }

    /// Starts a platform thread, for what blocks on files or runs users' code.
    OwnedThread start(String name, Lifetime lifetime, OwnedThread.Body body);

    /// Starts a virtual thread, for what only waits for sockets.
    OwnedThread startVirtual(String name, OwnedThread.Body body);

    /// A thread of its own for one agent, which may block inside a step.
    Workers.Handle startAgent(Agent agent, Lifetime lifetime);

    /// A pool of `size` threads for agents; its threads are called `name-0`, `name-1`, ...
    Workers workers(String name, int size);

    Signal signal();

    /// A mailbox of this capacity; see [Mailbox].
    default <M> Mailbox<M> mailbox(int capacity) {
        return new Mailbox<>(capacity, signal());
    }

    /// The name of the calling thread.
    String currentName();
}
