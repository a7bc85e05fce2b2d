package io.tidemill.checkpoint;

import io.tidemill.system.DiskFullException;
import io.tidemill.system.FileSystem;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// Writes one owner's segments of the log, and keeps the reserve of space.
///
/// When the disk is full, the reserve file is given up so that the record at hand can still be
/// written; no further one is, until there is space for a new reserve.
final class LogWriter implements AutoCloseable {
    private static final int GROWTH_MAX = 64;

    /// Room kept at the end of each segment for an acknowledgement without payload.
    private static final int ACKNOWLEDGEMENT_BYTES = 0;

    private final World world;
    private final Path directory;
    private final UUID query;
    private final long generation;
    private final CheckpointOptions options;
    private long numbers;
    private long capacity;
    private Segment segment;
    private boolean reserveMissing;

    LogWriter(
            World world,
            Path directory,
            UUID query,
            long generation,
            CheckpointOptions options,
            Optional<LogPosition> goesOnFrom)
            throws IOException {
        this.world = world;
        this.directory = directory;
        this.query = query;
        this.generation = generation;
        this.options = options;
        this.capacity = options.segmentBytes();
        this.segment = createSegment(goesOnFrom, ACKNOWLEDGEMENT_BYTES);
        this.reserveMissing |= files().stat(reserve()).isEmpty();
    }

    /// Appends a frame; durable after [#sync]. Begins a new segment when it does not fit.
    ///
    /// @throws DiskFullException if there is no space; nothing is appended then, and it can be
    ///   tried again
    void append(Frame.Type type, long epoch, Bytes payload, long lastEpoch) throws IOException {
        if (!segment.fits(payload.length() + Frame.size(ACKNOWLEDGEMENT_BYTES))) {
            segment.sync(); // the next one goes on from its end
            capacity = Math.min(capacity * 2, options.segmentBytes() * GROWTH_MAX);
            var next = createSegment(Optional.of(segment.position(lastEpoch)), payload.length());
            segment.close();
            segment = next;
        }
        segment.write(type, epoch, payload);
    }

    /// Appends the acknowledgement of the last epoch, for which room was kept.
    void acknowledge(long epoch) throws IOException {
        if (segment.fits(ACKNOWLEDGEMENT_BYTES)) {
            segment.write(Frame.Type.ACKNOWLEDGED, epoch, Bytes.EMPTY);
        }
    }

    void sync() throws IOException {
        segment.sync();
    }

    LogPosition position(long lastEpoch) {
        return segment.position(lastEpoch);
    }

    /// Throws unless there is space to begin another epoch.
    void checkSpace() throws IOException {
        if (reserveMissing) {
            try {
                createReserve();
            } catch (DiskFullException e) {
                files().delete(reserve());
                throw e;
            }
            reserveMissing = false;
        }
    }

    /// Throws if so little space is left that no new file should be begun. (Some file systems say 0
    /// when they do not know.)
    void checkLowWater(long bytes) throws IOException {
        var free = files().freeBytes(directory);
        if (free > 0 && free < options.lowWaterBytes() + bytes) {
            throw new DiskFullException(
                    directory,
                    new IOException(
                            "%d bytes are free; %d are kept free"
                                    .formatted(free, options.lowWaterBytes())));
        }
    }

    private Segment createSegment(Optional<LogPosition> goesOnFrom, int payload)
            throws IOException {
        var needed =
                SegmentHeader.SIZE + 2L * Frame.size(ACKNOWLEDGEMENT_BYTES) + Frame.size(payload);
        try {
            return createSegmentOf(Math.max(capacity, needed), goesOnFrom);
        } catch (DiskFullException e) {
            if (!files().delete(reserve())) {
                throw e;
            }
            files().syncDirectory(directory);
            reserveMissing = true;
            return createSegmentOf(needed + Frame.HEADER * 64L, goesOnFrom);
        }
    }

    private Segment createSegmentOf(long size, Optional<LogPosition> goesOnFrom)
            throws IOException {
        var name = new SegmentName(generation, ++numbers);
        return Segment.create(
                files(),
                directory.resolve("log"),
                new SegmentHeader(query, name, goesOnFrom),
                size);
    }

    private void createReserve() throws IOException {
        checkLowWater(options.reserveBytes());
        files().delete(reserve());
        try (var file = files().create(reserve())) {
            file.preallocate(options.reserveBytes());
            file.sync();
        } catch (FileAlreadyExistsException e) {
            // Another owner has made one: this one will soon notice that it is none any more.
        }
    }

    private Path reserve() {
        return directory.resolve("reserve");
    }

    private FileSystem files() {
        return world.files();
    }

    @Override
    public void close() throws IOException {
        segment.close();
    }
}
