package io.tidemill.system.simulation;

import io.tidemill.system.DiskFullException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory with POSIX's durability: content survives a power failure if its file was
/// synced after it was written, a name if its directory was synced after it changed; of the rest,
/// chance decides. It outlives the processes that use it.
public final class SimulatedDisk {
    private final RandomGenerator random;
    private final DiskNode root = DiskNode.directory(1);
    private final List<NameChange> unsyncedNames = new ArrayList<>();
    private long inodes = 1;
    private long capacity = Long.MAX_VALUE;

    /// Entries that change together (a rename is one), in the order they were made. A null node is
    /// a name that goes.
    private record NameChange(List<Entry> entries) {}

    private record Entry(DiskNode directory, String name, @Nullable DiskNode node) {}

    SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /// Leaves this many bytes free from now on.
    public void limitFree(long bytes) {
        capacity = used() + bytes;
    }

    /// The disk is as good as endless again.
    public void makeSpace() {
        capacity = Long.MAX_VALUE;
    }

    /// The file system forgets all locks, as some do.
    public void loseLocks() {
        visit(root, new HashSet<>(), node -> node.lockedBy = null);
    }

    /// The files under a directory with their content, for tests to look at.
    public Map<Path, byte[]> files(Path directory) {
        var found = new LinkedHashMap<Path, byte[]>();
        find(directory).ifPresent(node -> collect(directory, node, found));
        return found;
    }

    /// Changes a byte of a file, durably: the disk rots.
    public void corrupt(Path path, long position) {
        var node = find(path).orElseThrow();
        var one = new byte[1];
        if (node.read(position, one, 0, 1) != 1) {
            throw new IllegalArgumentException("%s has no byte %d".formatted(path, position));
        }
        one[0] ^= 0x55;
        node.write(position, one, 0, 1);
        node.sync();
    }

    /// Removes a file, durably.
    public void remove(Path path) {
        var parent = find(parent(path)).orElseThrow();
        entriesOf(parent).remove(name(path));
        durableOf(parent).remove(name(path));
    }

    void powerFails(Survival survival) {
        if (survival == Survival.AT_RANDOM) {
            namesSurvive();
        }
        unsyncedNames.clear();
        var all = new LinkedHashSet<DiskNode>(); // ordered, so that the seed decides
        visitDurable(root, all);
        for (var node : all) {
            node.lockedBy = null;
            if (node.isDirectory()) {
                var entries = entriesOf(node);
                entries.clear();
                entries.putAll(durableOf(node));
            } else {
                node.powerFails(survival, random);
            }
        }
    }

    /// Of each directory's changes a first part survives; what spans two directories, in both.
    private void namesSurvive() {
        var stopped = new HashSet<DiskNode>();
        for (var change : unsyncedNames) {
            var directories = change.entries.stream().map(Entry::directory).toList();
            if (directories.stream().noneMatch(stopped::contains) && random.nextInt(3) > 0) {
                makeDurable(change);
            } else {
                stopped.addAll(directories);
            }
        }
    }

    Optional<DiskNode> find(Path path) {
        var node = root;
        for (var part : absolute(path)) {
            var entries = node.entries;
            var next = entries == null ? null : entries.get(part.toString());
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    DiskNode existing(Path path) throws IOException {
        var found = find(path);
        if (found.isEmpty()) {
            throw isBelowFile(path)
                    ? new FileSystemException(path.toString(), null, "Not a directory")
                    : new NoSuchFileException(path.toString());
        }
        return found.get();
    }

    DiskNode existingFile(Path path) throws IOException {
        var node = existing(path);
        if (node.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        return node;
    }

    private boolean isBelowFile(Path path) {
        for (var at = absolute(path).getParent(); at != null; at = at.getParent()) {
            var found = find(at);
            if (found.isPresent()) {
                return !found.get().isDirectory();
            }
        }
        return false;
    }

    private DiskNode existingDirectory(Path path) throws IOException {
        var node = existing(path);
        if (!node.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "Not a directory");
        }
        return node;
    }

    DiskNode create(Path path, boolean directory) throws IOException {
        var parent = existingDirectory(parent(path));
        if (entriesOf(parent).containsKey(name(path))) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (free() <= 0) {
            throw new DiskFullException(path);
        }
        inodes++;
        var node = directory ? DiskNode.directory(inodes) : DiskNode.file(inodes);
        change(List.of(new Entry(parent, name(path), node)));
        return node;
    }

    void rename(Path from, Path to) throws IOException {
        var node = existing(from);
        var target = existingDirectory(parent(to));
        var replaced = entriesOf(target).get(name(to));
        if (replaced == node) {
            return;
        }
        if (node.isDirectory() && absolute(to).startsWith(absolute(from))) {
            throw new FileSystemException(from.toString(), to.toString(), "Invalid argument");
        }
        if (replaced != null && replaced.isDirectory()) {
            if (!node.isDirectory()) {
                throw new FileSystemException(from.toString(), to.toString(), "Is a directory");
            }
            if (!entriesOf(replaced).isEmpty()) {
                throw new DirectoryNotEmptyException(to.toString());
            }
        } else if (replaced != null && node.isDirectory()) {
            throw new FileSystemException(from.toString(), to.toString(), "Not a directory");
        }
        change(
                List.of(
                        new Entry(existingDirectory(parent(from)), name(from), null),
                        new Entry(target, name(to), node)));
    }

    void link(Path from, Path to) throws IOException {
        existing(from);
        var target = existingDirectory(parent(to));
        if (entriesOf(target).containsKey(name(to))) {
            throw new FileAlreadyExistsException(to.toString());
        }
        var node = existingFile(from);
        if (free() <= 0) {
            throw new DiskFullException(to);
        }
        change(List.of(new Entry(target, name(to), node)));
    }

    boolean delete(Path path) throws IOException {
        var node = find(path);
        if (node.isEmpty()) {
            if (isBelowFile(path)) {
                throw new FileSystemException(path.toString(), null, "Not a directory");
            }
            return false;
        }
        if (node.get().isDirectory() && !entriesOf(node.get()).isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        change(List.of(new Entry(existingDirectory(parent(path)), name(path), null)));
        return true;
    }

    private void change(List<Entry> entries) {
        for (var entry : entries) {
            if (entry.node == null) {
                entriesOf(entry.directory).remove(entry.name);
            } else {
                entriesOf(entry.directory).put(entry.name, entry.node);
            }
        }
        unsyncedNames.add(new NameChange(entries));
    }

    /// Makes a directory's changes durable, with the changes of others that they follow from.
    void syncDirectory(Path path) throws IOException {
        var directories = new HashSet<DiskNode>(Set.of(existingDirectory(path)));
        var durable = new HashSet<NameChange>();
        for (var change : unsyncedNames.reversed()) {
            var touched = change.entries.stream().map(Entry::directory).toList();
            if (touched.stream().anyMatch(directories::contains)) {
                directories.addAll(touched);
                durable.add(change);
            }
        }
        unsyncedNames.stream().filter(durable::contains).forEach(this::makeDurable);
        unsyncedNames.removeIf(durable::contains);
    }

    private void makeDurable(NameChange change) {
        for (var entry : change.entries) {
            if (entry.node == null) {
                durableOf(entry.directory).remove(entry.name);
            } else {
                durableOf(entry.directory).put(entry.name, entry.node);
            }
        }
    }

    long free() {
        return capacity == Long.MAX_VALUE ? Long.MAX_VALUE : capacity - used();
    }

    private long used() {
        var total = new long[1];
        visit(root, new HashSet<>(), node -> total[0] += node.size());
        return total[0];
    }

    private static void visit(DiskNode node, Set<DiskNode> seen, Consumer<DiskNode> visitor) {
        if (seen.add(node)) {
            visitor.accept(node);
            if (node.entries != null) {
                node.entries.values().forEach(child -> visit(child, seen, visitor));
            }
        }
    }

    private static void visitDurable(DiskNode node, Set<DiskNode> seen) {
        if (seen.add(node) && node.durableEntries != null) {
            node.durableEntries.values().forEach(child -> visitDurable(child, seen));
        }
    }

    private static void collect(Path path, DiskNode node, Map<Path, byte[]> found) {
        if (node.isDirectory()) {
            entriesOf(node).forEach((name, child) -> collect(path.resolve(name), child, found));
        } else {
            var content = new byte[node.size()];
            node.read(0, content, 0, content.length);
            found.put(path, content);
        }
    }

    static Map<String, DiskNode> entriesOf(DiskNode directory) {
        var entries = directory.entries;
        if (entries == null) {
            throw new IllegalStateException("not a directory");
        }
        return entries;
    }

    private static Map<String, DiskNode> durableOf(DiskNode directory) {
        var entries = directory.durableEntries;
        if (entries == null) {
            throw new IllegalStateException("not a directory");
        }
        return entries;
    }

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path parent(Path path) {
        var parent = absolute(path).getParent();
        return parent == null ? absolute(path) : parent;
    }

    private static String name(Path path) {
        return String.valueOf(absolute(path).getFileName());
    }
}
