package io.tidemill.checkpoint;

import io.tidemill.system.FileSystem;
import io.tidemill.system.WritableFile;
import java.io.IOException;
import java.nio.file.Path;

/// The segment of the log that is being written: preallocated, so that a record costs one write and
/// one sync of data only. One owner.
final class Segment implements AutoCloseable {
    private final SegmentName name;
    private final WritableFile file;
    private final long capacity;
    private long position = SegmentHeader.SIZE;
    private long syncedTo = SegmentHeader.SIZE;
    private int lastChecksum;

    private Segment(SegmentName name, WritableFile file, long capacity) {
        this.name = name;
        this.file = file;
        this.capacity = capacity;
    }

    /// Creates a segment under a temporary name and gives it its own when it is durable.
    static Segment create(FileSystem files, Path log, SegmentHeader header, long capacity)
            throws IOException {
        var path = header.name().in(log);
        var temporary = log.resolve("." + header.name().fileName());
        files.delete(temporary); // left by an attempt that failed
        try {
            try (var file = files.create(temporary)) {
                var bytes = header.encode();
                file.writeFully(0, bytes, 0, bytes.length);
                file.preallocate(capacity);
                file.sync();
            }
            files.publish(temporary, path);
        } catch (IOException e) {
            try {
                files.delete(temporary); // gives back the space
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        files.syncDirectory(log);
        return new Segment(header.name(), files.openForWriting(path), capacity);
    }

    SegmentName name() {
        return name;
    }

    /// Whether a frame with a payload of this size still fits.
    boolean fits(int payload) {
        return position + Frame.size(payload) <= capacity;
    }

    /// Writes a frame that fits; does not sync. If it fails, the segment is as it was: bytes behind
    /// its position do not count.
    void write(Frame.Type type, long epoch, Bytes payload) throws IOException {
        var bytes =
                Frame.encode(
                        type,
                        epoch,
                        Math.toIntExact(position - syncedTo),
                        payload,
                        name.identity(),
                        position);
        file.writeFully(position, bytes, 0, bytes.length);
        position += bytes.length;
        lastChecksum = Frame.checksum(bytes);
    }

    void sync() throws IOException {
        file.sync();
        syncedTo = position;
    }

    /// The place behind the last frame.
    LogPosition position(long lastEpoch) {
        return new LogPosition(name, position, lastEpoch, lastChecksum);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
