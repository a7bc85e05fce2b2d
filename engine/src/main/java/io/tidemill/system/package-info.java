/// The outside world, handed in: clock, randomness, files, threads, network and host.
///
/// Everything else in Tidemill is a function of what it was given. Whoever needs the time, a random
/// number, a file, a thread or a socket takes it from a [World], so that a test can hand in a
/// simulated one (`io.tidemill.system.simulation`) that a seed decides and that fails on demand.
/// This is the only package whose main code touches `Files`, `FileChannel`, `Thread`,
/// `System.nanoTime`, `Instant.now` or `Random`; a test keeps it so.
///
///     World ─┬─ WorldClock   wall time, monotonic time, sleeping
///            ├─ Randomness   seeds and generators
///            ├─ FileSystem   ReadableFile, WritableFile, FileStat, FileLock
///            ├─ Threads      OwnedThread, Signal (waiting), Workers (agents), Mailbox
///            ├─ Network      Connection
///            └─ Host         names, process id, liveness of others, shutdown
@NullMarked
package io.tidemill.system;

import org.jspecify.annotations.NullMarked;
