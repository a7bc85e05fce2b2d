package io.tidemill.bench;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What one run of one engine came to, as the line that its process prints. Used by every engine of
/// the benchmark; written for Java 17.
public final class Outcome {
    private final long wallStart = System.nanoTime();
    private final long cpuStart = cpuNanos();

    /// Starts the clock: everything up to now (the JVM, the session) is not part of the run.
    public static Outcome start() {
        return new Outcome();
    }

    private Outcome() {}

    /// Prints the line that [Result] reads.
    public void print(long rows, long hash) {
        double wall = (System.nanoTime() - wallStart) / 1e9;
        double cpu = (cpuNanos() - cpuStart) / 1e9;
        System.out.printf(
                java.util.Locale.ROOT,
                "%nRESULT rows=%d hash=%016x seconds=%.3f cpu=%.3f rssMb=%d%n",
                rows,
                hash,
                wall,
                cpu,
                peakRssMb());
        System.out.flush();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /// The most memory that the process has had resident, as Linux counts it; 0 elsewhere.
    private static long peakRssMb() {
        try {
            for (var line :
                    Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (java.io.IOException e) {
            return 0;
        }
        return 0;
    }
}
