package io.tidemill.testkit;

import io.tidemill.system.simulation.SimulatedProcess;
import java.util.Optional;

/// Kills the process of a test at the point that the test has asked for, once.
final class Crash {
    private Optional<CrashPoint> wanted = Optional.empty();
    private Optional<SimulatedProcess> process = Optional.empty();

    void arm(CrashPoint point, SimulatedProcess victim) {
        wanted = Optional.of(point);
        process = Optional.of(victim);
    }

    void disarm() {
        wanted = Optional.empty();
    }

    /// Called by the sink in the query's process; does not return when this is the point.
    void reached(CrashPoint point) {
        if (wanted.isEmpty() || wanted.get() != point || process.isEmpty()) {
            return;
        }
        disarm();
        process.get().kill("at " + point);
        // The next call of a killed process throws; this is one.
        var _ = process.get().world().clock().micros();
    }
}
