package io.tidemill.connect;

import java.util.Optional;

/// What reading a table will take, known before it is read.
///
/// @param partitions pieces that can be read side by side, each in its order
/// @param readers threads that fetch and wait for the outside world; workers are none of them
/// @param memoryBytes the most that waits in memory, read and not yet used
/// @param sharedAs tables that say equal things here are read by the same readers, into the same
///   memory; empty: this one has its own
public record ReadPlan(int partitions, int readers, long memoryBytes, Optional<Object> sharedAs) {}
