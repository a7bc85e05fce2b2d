package io.tidemill.sql;

import io.tidemill.runtime.Engine;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What the sessions made of one another share: the engine with its threads, the running queries,
/// the connectors, where paths start and where tables are printed.
final class Shared {
    /// From the jar's manifest; `dev` when classes run unpacked.
    static final String VERSION =
            Objects.requireNonNullElse(Shared.class.getPackage().getImplementationVersion(), "dev");

    private final World world;
    private final Engine engine;
    private final Tables formats;
    private final Queries queries;
    private final Path directory;
    private final PrintStream out;
    private final Path temporary;
    private boolean stopped; // guarded by this

    private Shared(World world, Engine engine, Path directory, PrintStream out, Path temporary) {
        this.temporary = temporary;
        this.world = world;
        this.engine = engine;
        this.formats = new Tables(world);
        this.queries = new Queries(engine);
        this.directory = directory;
        this.out = out;
    }

    static Shared create(
            SessionSettings settings,
            Optional<World> given,
            Optional<Path> directory,
            Optional<PrintStream> out) {
        var world = given.orElseGet(RealWorld::create);
        int workers = settings.workers().orElseGet(() -> world.host().processors());
        var base = directory.orElseGet(() -> Path.of("")).toAbsolutePath();
        var temporary = Path.of(System.getProperty("java.io.tmpdir"), "tidemill");
        return new Shared(
                world,
                new Engine(world, workers, temporary),
                base,
                out.orElseGet(() -> new PrintStream(System.out, true, StandardCharsets.UTF_8)),
                temporary);
    }

    /// Room for rows that a program will take: beyond some of memory, in a temporary file.
    KeptRows keptRows(StructType schema) {
        return new KeptRows(
                schema,
                Optional.of(
                        new KeptRows.Overflow(
                                world.files(),
                                () -> temporary.resolve("rows-" + world.randomness().uuid()),
                                KeptRows.MEMORY_MAX)));
    }

    World world() {
        return world;
    }

    Engine engine() {
        return engine;
    }

    Tables formats() {
        return formats;
    }

    Queries queries() {
        return queries;
    }

    Path directory() {
        return directory;
    }

    PrintStream out() {
        return out;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    void stop() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        engine.close();
    }
}
