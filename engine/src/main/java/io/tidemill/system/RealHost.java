package io.tidemill.system;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// This JVM and its machine.
final class RealHost implements Host {
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path LINUX_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    @Override
    public String name() {
        var name = firstLine(LINUX_HOST_NAME);
        if (!name.isEmpty()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost"; // a machine that does not know its own name
        }
    }

    @Override
    public String bootId() {
        return firstLine(LINUX_BOOT_ID);
    }

    private static String firstLine(Path path) {
        try (var lines = Files.newBufferedReader(path)) {
            var line = lines.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            return ""; // no such file on this system
        }
    }

    @Override
    public long processId() {
        return ProcessHandle.current().pid();
    }

    @Override
    public Instant processStart() {
        return processStart(processId()).orElse(Instant.MAX);
    }

    @Override
    public Optional<Instant> processStart(long processId) {
        return ProcessHandle.of(processId)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().startInstant().orElse(Instant.MAX));
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public long maxHeapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public Registration onShutdown(String name, Runnable action) {
        var hook = Thread.ofPlatform().name(name).unstarted(action);
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending already: the action runs or has run.
            }
        };
    }
}
