package io.tidemill.app.run;

import com.sun.management.OperatingSystemMXBean;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.lang.management.ManagementFactory;

/// Refuses to begin with more memory than the machine has: such a process would be killed in the
/// middle of its work, hours later, when it first needs what it was promised.
public final class MemoryLimit {
    private static final long MIB = 1 << 20;

    private MemoryLimit() {}

    /// @throws TidemillException INVALID_OPTION when the heap may grow beyond the machine's memory
    public static void check() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine) {
            check(Runtime.getRuntime().maxMemory(), machine.getTotalMemorySize());
        }
    }

    static void check(long heapBytes, long machineBytes) {
        if (heapBytes > machineBytes) {
            throw new TidemillException(
                    Condition.INVALID_OPTION,
                    "the heap may grow to %d MiB, but this machine has %d MiB of memory"
                            .formatted(heapBytes / MIB, machineBytes / MIB),
                    "give --memory no more than %d MiB, or leave it out"
                            .formatted(machineBytes / MIB * 3 / 4));
        }
    }
}
