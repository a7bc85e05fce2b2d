package io.tidemill.app.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;

/// What `tidemill doctor` looks at, and what it makes of it.
public final class Checkup {
    private static final long MIB = 1L << 20;
    private static final long LOW_SPACE = 512 * MIB;
    private static final long LOW_HEAP = 200 * MIB;

    /// Parts that may be missing, each by a class that it brings.
    private static final List<Part> PARTS =
            List.of(
                    new Part("engine", "io.tidemill.data.Batch", true, "everything"),
                    new Part("calcite", "org.apache.calcite.rel.RelNode", true, "SQL"),
                    new Part("slf4j", "org.slf4j.Logger", true, "logging"),
                    new Part("logback", "ch.qos.logback.classic.Logger", true, "logging"),
                    new Part("picocli", "picocli.CommandLine", true, "the command line"),
                    new Part("parquet", "org.apache.parquet.Version", false, "Parquet files"),
                    new Part("zstd", "com.github.luben.zstd.Zstd", false, "zstd compression"),
                    new Part("snappy", "org.xerial.snappy.Snappy", false, "snappy compression"),
                    new Part("lz4", "net.jpountz.lz4.LZ4Factory", false, "lz4 compression"));

    /// @param needed whether nothing works without it
    /// @param use what it is for
    private record Part(String name, String className, boolean needed, String use) {}

    private Checkup() {}

    /// Looks at the process, its libraries, and `directory`, where the command was typed.
    public static List<Finding> of(Path directory) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.fine("tidemill", Versions.tidemill()));
        findings.add(java());
        findings.add(machine());
        findings.add(memory());
        findings.add(fastStart());
        PARTS.forEach(part -> findings.add(part(part)));
        findings.add(writable("directory", directory));
        findings.add(writable("temp folder", Path.of(System.getProperty("java.io.tmpdir"))));
        findings.add(space(directory));
        findings.add(names());
        findings.add(zone());
        return List.copyOf(findings);
    }

    private static Finding part(Part part) {
        return Versions.of(part.className())
                .map(version -> Finding.fine(part.name(), version))
                .orElseGet(() -> missing(part));
    }

    private static Finding missing(Part part) {
        return part.needed()
                ? Finding.wrong(
                        part.name(),
                        "missing; needed for " + part.use(),
                        "The installation is not whole: build or install it again.")
                : Finding.odd(part.name(), "not here; only needed for " + part.use(), "");
    }

    private static Finding java() {
        String text =
                "%s, %s, in %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                System.getProperty("java.home"));
        return Runtime.version().feature() >= 25
                ? Finding.fine("java", text)
                : Finding.wrong("java", text, "Use a JDK of version 25 or newer.");
    }

    private static Finding machine() {
        return Finding.fine(
                "machine",
                "%s %s on %s, %d cores"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors()));
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String text = "up to %d MiB of heap".formatted(heap / MIB);
        return heap >= LOW_HEAP
                ? Finding.fine("memory", text)
                : Finding.odd(
                        "memory", text, "Give it more with TIDEMILL_JAVA_OPTS=-Xmx512m or so.");
    }

    private static Finding fastStart() {
        boolean cached =
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
        return cached
                ? Finding.fine("fast start", "from an AOT cache")
                : Finding.odd(
                        "fast start",
                        "no AOT cache: starting takes about twice as long",
                        "The launcher makes one when it builds, unless TIDEMILL_AOT=off.");
    }

    private static Finding writable(String topic, Path directory) {
        try {
            Files.delete(Files.createTempFile(directory, ".tidemill-doctor", ""));
            return Finding.fine(topic, directory + " can be written");
        } catch (IOException e) {
            return Finding.odd(
                    topic,
                    "%s cannot be written: %s".formatted(directory, e),
                    "Results and checkpoints must go elsewhere.");
        }
    }

    private static Finding space(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            long free = store.getUsableSpace();
            String text = "%d MiB free on %s".formatted(free / MIB, store);
            return free >= LOW_SPACE
                    ? Finding.fine("disk", text)
                    : Finding.odd("disk", text, "Queries wait when the disk is full: make room.");
        } catch (IOException e) {
            return Finding.odd("disk", "free space is not known: " + e, "");
        }
    }

    private static Finding names() {
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return names.equals(StandardCharsets.UTF_8)
                ? Finding.fine("file names", names.name())
                : Finding.odd(
                        "file names",
                        names.name() + ": names with other letters cannot be opened",
                        "Set LC_ALL=C.UTF-8 or another UTF-8 locale.");
    }

    private static Finding zone() {
        return Finding.fine(
                "time zone",
                "%s, rules of %s"
                        .formatted(
                                ZoneId.systemDefault(),
                                ZoneRulesProvider.getVersions("UTC").lastEntry().getKey()));
    }
}
