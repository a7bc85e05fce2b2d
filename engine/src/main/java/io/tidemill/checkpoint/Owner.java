package io.tidemill.checkpoint;

import io.tidemill.system.World;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who has, or had, a checkpoint.
///
/// @param generation counts the owners of a checkpoint; the first is 1
/// @param host name of the machine
/// @param boot id of the machine's start, if it has one
/// @param processId the process on that machine
/// @param processStart when the process started, as text; tells it from a later one with its id
/// @param since when it took the checkpoint, as text
public record Owner(
        long generation,
        String host,
        String boot,
        long processId,
        String processStart,
        String since) {

    static Owner self(World world, long generation) {
        var host = world.host();
        return new Owner(
                generation,
                host.name(),
                host.bootId(),
                host.processId(),
                host.processStart().toString(),
                world.clock().instant().toString());
    }

    static Owner of(long generation, Map<String, String> fields) {
        return new Owner(
                generation,
                fields.getOrDefault("host", "unknown"),
                fields.getOrDefault("boot", ""),
                Long.parseLong(fields.getOrDefault("pid", "0")),
                fields.getOrDefault("started", "unknown"),
                fields.getOrDefault("since", "unknown"));
    }

    Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("host", host);
        fields.put("boot", boot);
        fields.put("pid", Long.toString(processId));
        fields.put("started", processStart);
        fields.put("since", since);
        return fields;
    }

    /// Whether this owner runs on the same start of the same machine as the given host.
    boolean isOnThisMachine(World world) {
        return host.equals(world.host().name()) && boot.equals(world.host().bootId());
    }

    boolean isThisProcess(World world) {
        return isOnThisMachine(world)
                && processId == world.host().processId()
                && processStart.equals(world.host().processStart().toString());
    }

    /// Whether its process, on this machine, still runs.
    boolean isAliveHere(World world) {
        return isOnThisMachine(world)
                && world.host()
                        .processStart(processId)
                        .map(start -> start.toString().equals(processStart))
                        .orElse(false);
    }

    /// For messages: which process, where, since when.
    public String description() {
        return "process %d on host %s (started %s) has it since %s as generation %d"
                .formatted(processId, host, processStart, since, generation);
    }
}
