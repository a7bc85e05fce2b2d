package io.tidemill.checkpoint;

import io.tidemill.system.FileLock;
import io.tidemill.system.FileStat;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sees to it that one process has a checkpoint.
///
/// Owners are counted: generation g+1 becomes owner by the exclusive creation of
/// `owner/<g+1>.owner`, which at the same moment ends generation g for ever. Whoever is asked (see
/// [#verify]) whether it is still the owner looks for its successor's file; no clock is involved,
/// so a pause of any length does no harm. The advisory lock `owner/<g>.lock` only serves to refuse
/// a second process while the first one lives; should the file system lose it, the second takes
/// over and the first finds out. An owner that gives the checkpoint up deletes its lock file.
///
/// Why that is enough for the log: an append counts only if `verify` passed *after* its sync. So
/// either the successor's file came later, and the successor, which reads the log after it created
/// that file, sees the record; or `verify` fails, and nobody has relied on the record.
public final class Ownership implements AutoCloseable {
    private static final Pattern FILE = Pattern.compile("(\\d{10})\\.(owner|lock)");
    private static final Pattern TEMPORARY = Pattern.compile("[.]owner-(\\d+)-.*");
    private static final int ATTEMPTS = 5;

    /// How many former generations' files are kept, for people to read.
    private static final int KEPT = 16;

    private final World world;
    private final Path directory;
    private final String query;
    private final Owner owner;
    private final @Nullable FileLock lock;
    private final boolean lockable;

    private Ownership(
            World world,
            Path directory,
            String query,
            Owner owner,
            @Nullable FileLock lock,
            boolean lockable) {
        this.world = world;
        this.directory = directory;
        this.query = query;
        this.owner = owner;
        this.lock = lock;
        this.lockable = lockable;
    }

    /// Becomes the owner.
    ///
    /// @param takeOver even if another process seems to be alive: that one is then locked out
    /// @throws io.tidemill.data.TidemillException `CONCURRENT_QUERY`, naming the owner
    static Ownership take(World world, Path directory, String query, boolean takeOver)
            throws IOException {
        world.files().makeDirectories(directory.resolve("owner"));
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var last = lastGeneration(world, directory);
            if (!takeOver && last > 0) {
                refuseIfAlive(world, directory, query, last);
            }
            var taken = tryTake(world, directory, query, last + 1, takeOver);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw Problems.ownedBy(directory, query, "another process is just about to take it");
    }

    private static void refuseIfAlive(World world, Path directory, String query, long generation)
            throws IOException {
        if (world.files().stat(file(directory, generation, "lock")).isEmpty()) {
            return; // given up
        }
        var owner = read(world, directory, generation);
        var description =
                owner.map(Owner::description).orElse("generation %d has it".formatted(generation));
        try {
            var probe = world.files().tryLock(file(directory, generation, "lock"));
            if (probe.isEmpty()) {
                throw Problems.ownedBy(directory, query, description);
            }
            probe.get().close();
        } catch (IOException e) {
            // No locks on this file system: what the owner wrote about itself decides.
        }
        // The lock was free although the process lives: the file system has lost it. A process that
        // gave up its checkpoint without leaving word is none of that, if it is this one.
        if (owner.isPresent()
                && owner.get().isAliveHere(world)
                && !owner.get().isThisProcess(world)) {
            throw Problems.ownedBy(directory, query, description);
        }
    }

    private static Optional<Ownership> tryTake(
            World world, Path directory, String query, long generation, boolean takeOver)
            throws IOException {
        FileLock lock = null;
        var lockable = true;
        try {
            var got = world.files().tryLock(file(directory, generation, "lock"));
            if (got.isEmpty() && !takeOver) {
                return Optional.empty(); // another process is just about to take it
            }
            lock = got.orElse(null);
        } catch (IOException e) {
            lockable = false;
        }
        var owner = Owner.self(world, generation);
        var taken = false;
        try {
            TextFile.publish(
                    world.files(),
                    directory
                            .resolve("owner")
                            .resolve(
                                    ".owner-%d-%x"
                                            .formatted(generation, world.randomness().seed())),
                    file(directory, generation, "owner"),
                    owner.fields());
            taken = true;
            return Optional.of(new Ownership(world, directory, query, owner, lock, lockable));
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } finally {
            if (!taken && lock != null) {
                lock.close();
            }
        }
    }

    public Owner owner() {
        return owner;
    }

    public long generation() {
        return owner.generation();
    }

    /// Whether a second process would be refused while this one lives; false on a file system
    /// without locks, where it would take over instead.
    public boolean isLockable() {
        return lockable;
    }

    /// Returns if this process is still the owner; called before each commit of a sink. Costs two
    /// look-ups of a file name.
    ///
    /// @throws io.tidemill.data.TidemillException `CONCURRENT_QUERY`, naming the new owner
    public void verify() {
        try {
            var files = world.files();
            var successor = generation() + 1;
            if (files.stat(file(directory, successor, "owner")).isPresent()) {
                var by = read(world, directory, successor);
                throw Problems.ownershipLost(
                        directory,
                        query,
                        by.map(Owner::description)
                                .orElse("generation %d has it now".formatted(successor)));
            }
            if (files.stat(file(directory, generation(), "owner")).isEmpty()) {
                throw Problems.ownershipLost(
                        directory,
                        query,
                        "%s is gone".formatted(file(directory, generation(), "owner")));
            }
        } catch (IOException e) {
            throw Problems.reading(directory, e);
        }
    }

    /// Gives the checkpoint up, so that another process need not wonder whether this one lives.
    @Override
    public void close() {
        try (var held = lock) {
            if (held == null || held.isHeld()) {
                world.files().delete(file(directory, generation(), "lock"));
            }
        } catch (IOException e) {
            throw Problems.writing(directory, e);
        }
    }

    /// The owner's file of each generation that is still there, oldest first.
    static List<Owner> history(World world, Path directory) throws IOException {
        return generations(world, directory, "owner").stream()
                .map(generation -> {
                    try {
                        return read(world, directory, generation);
                    } catch (IOException e) {
                        return Optional.<Owner>empty();
                    }
                })
                .flatMap(Optional::stream)
                .toList();
    }

    private static long lastGeneration(World world, Path directory) throws IOException {
        var all = generations(world, directory, "owner");
        return all.isEmpty() ? 0 : all.getLast();
    }

    private static List<Long> generations(World world, Path directory, String kind)
            throws IOException {
        return world.files().list(directory.resolve("owner")).stream()
                .map(FileStat::name)
                .map(FILE::matcher)
                .filter(match -> match.matches() && match.group(2).equals(kind))
                .map(match -> Long.parseLong(match.group(1)))
                .sorted()
                .toList();
    }

    private static Optional<Owner> read(World world, Path directory, long generation)
            throws IOException {
        return TextFile.read(world.files(), file(directory, generation, "owner"))
                .map(fields -> Owner.of(generation, fields));
    }

    /// Deletes the files of owners of long ago, the oldest first, so that one of them, should it
    /// still run, finds either its successor's file or its own gone.
    void forgetOldOnes() throws IOException {
        for (var file : world.files().list(directory.resolve("owner"))) {
            var left = TEMPORARY.matcher(file.name()); // by an attempt to become owner
            if (left.matches() && Long.parseLong(left.group(1)) <= generation() - KEPT) {
                world.files().delete(file.path());
            }
        }
        for (var kind : List.of("owner", "lock")) {
            for (var generation : generations(world, directory, kind)) {
                if (generation <= generation() - KEPT) {
                    world.files().delete(file(directory, generation, kind));
                }
            }
        }
    }

    private static Path file(Path directory, long generation, String kind) {
        return directory.resolve("owner").resolve("%010d.%s".formatted(generation, kind));
    }
}
