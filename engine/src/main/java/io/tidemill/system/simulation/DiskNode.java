package io.tidemill.system.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A file or directory of a [SimulatedDisk]: what programs see, what is durable, and the writes in
/// between.
final class DiskNode {
    static final int SECTOR = 512;

    final long inode;
    final @Nullable TreeMap<String, DiskNode> entries; // null for a file
    @Nullable TreeMap<String, DiskNode> durableEntries;
    long modifiedMicros;
    @Nullable Object lockedBy;
    private byte[] data = new byte[0];
    private int size;
    private byte[] durable = new byte[0];
    private final List<Change> unsynced = new ArrayList<>();

    /// A write, or a truncation (no bytes), that is not durable yet.
    private static final class Change {
        private final int position;
        private final byte @Nullable [] bytes;
        private boolean lost; // by a sync that failed: never durable for sure any more

        private Change(int position, byte @Nullable [] bytes) {
            this.position = position;
            this.bytes = bytes;
        }
    }

    private DiskNode(long inode, boolean directory) {
        this.inode = inode;
        this.entries = directory ? new TreeMap<>() : null;
        this.durableEntries = directory ? new TreeMap<>() : null;
    }

    static DiskNode file(long inode) {
        return new DiskNode(inode, false);
    }

    static DiskNode directory(long inode) {
        return new DiskNode(inode, true);
    }

    boolean isDirectory() {
        return entries != null;
    }

    int size() {
        return size;
    }

    int read(long position, byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position >= size) {
            return -1;
        }
        var count = (int) Math.min(length, size - position);
        System.arraycopy(data, (int) position, target, offset, count);
        return count;
    }

    void write(long position, byte[] bytes, int offset, int length) {
        var at = Math.toIntExact(position);
        var copy = Arrays.copyOfRange(bytes, offset, offset + length);
        unsynced.add(new Change(at, copy));
        data = put(data, at, copy);
        size = Math.max(size, at + length);
    }

    void truncate(long newSize) {
        if (newSize < size) {
            unsynced.add(new Change((int) newSize, null));
            Arrays.fill(data, (int) newSize, size, (byte) 0);
            size = (int) newSize;
        }
    }

    /// Makes everything durable but what an earlier sync has failed to.
    void sync() {
        var lost = new ArrayList<Change>();
        for (var change : unsynced) {
            if (change.lost) {
                lost.add(change);
            } else {
                durable = applied(durable, change);
            }
        }
        unsynced.clear();
        unsynced.addAll(lost);
    }

    void syncFails() {
        unsynced.forEach(change -> change.lost = true);
    }

    /// What is left of the content after a power failure.
    void powerFails(Survival survival, RandomGenerator random) {
        switch (survival) {
            case NOTHING_UNSYNCED -> {}
            case AT_RANDOM -> unsynced.forEach(change -> survive(change, random));
        }
        unsynced.clear();
        data = durable.clone();
        size = durable.length;
    }

    private void survive(Change change, RandomGenerator random) {
        var bytes = change.bytes;
        if (bytes == null) {
            if (random.nextBoolean()) {
                durable = applied(durable, change);
            }
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> durable = applied(durable, change);
            case 1 -> {} // lost whole
            case 2 -> sectors(change.position, bytes, random);
            default -> // the length survives and the content does not
                    durable =
                            Arrays.copyOf(
                                    durable,
                                    Math.max(durable.length, change.position + bytes.length));
        }
    }

    /// Applies those sectors of a write that chance picks.
    private void sectors(int position, byte[] bytes, RandomGenerator random) {
        for (var at = 0; at < bytes.length; ) {
            var end = Math.min(bytes.length, at + SECTOR - (position + at) % SECTOR);
            if (random.nextBoolean()) {
                var sector = Arrays.copyOfRange(bytes, at, end);
                durable = applied(durable, new Change(position + at, sector));
            }
            at = end;
        }
    }

    private static byte[] applied(byte[] content, Change change) {
        var bytes = change.bytes;
        if (bytes == null) {
            return content.length > change.position
                    ? Arrays.copyOf(content, change.position)
                    : content;
        }
        var length = Math.max(content.length, change.position + bytes.length);
        return put(Arrays.copyOf(content, length), change.position, bytes);
    }

    private static byte[] put(byte[] content, int position, byte[] bytes) {
        var end = position + bytes.length;
        var roomy =
                end <= content.length
                        ? content
                        : Arrays.copyOf(content, Math.max(end, content.length * 2));
        System.arraycopy(bytes, 0, roomy, position, bytes.length);
        return roomy;
    }
}
