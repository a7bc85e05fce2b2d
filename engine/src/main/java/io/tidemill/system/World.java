package io.tidemill.system;

/// All of the outside world that Tidemill uses, in one value that is handed down from the top.
///
/// The real one is [RealWorld#create]; a simulated one comes from
/// `io.tidemill.system.simulation.Simulation`.
///
/// @param clock wall and monotonic time
/// @param randomness where seeds come from
/// @param files the file system
/// @param threads threads, waiting and workers
/// @param network client sockets
/// @param host this process and the machine it runs on
public record World(
        WorldClock clock,
        Randomness randomness,
        FileSystem files,
        Threads threads,
        Network network,
        Host host) {}
