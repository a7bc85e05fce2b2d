/// A world that a seed decides: time, chance, files, threads and network in memory, failing on
/// demand.
///
/// A [Simulation] is one or more machines' worth of processes over one [SimulatedDisk]. A test asks
/// it for a process, runs Tidemill in that process's [io.tidemill.system.World], lets the n-th call
/// of the file system go wrong ([Faults]), restarts, and looks at what is left. The same seed does
/// the same again, thread by thread and call by call.
///
///     var simulation = new Simulation(42);
///     var process = simulation.start();
///     process.faults().at(17, Fault.TORN_WRITE);
///     try {
///         run(process.world());
///     } catch (ProcessStopped e) {
///         process = simulation.start();     // a new process, on what survived
///     }
@NullMarked
package io.tidemill.system.simulation;

import org.jspecify.annotations.NullMarked;
