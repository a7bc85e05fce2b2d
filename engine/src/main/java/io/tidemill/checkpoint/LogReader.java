package io.tidemill.checkpoint;

import io.tidemill.system.ReadableFile;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the records of the log in order and tells damage from what a crash leaves.
///
/// A crash leaves a last record that is incomplete, with nothing valid behind it. It may also leave
/// a hole in front of a valid record where an acknowledgement was written but not synced: the
/// record says how far back that can reach, and nothing is lost, since a record implies that the
/// epoch before it was acknowledged. Everything else is damage.
final class LogReader {

    /// Who is told what is there.
    interface Listener {
        /// @param link the segment
        /// @param frame a valid record
        void record(LogChain.Link link, Frame frame);

        /// @param what something that a crash left and that is passed over, in words
        void event(String what);
    }

    private final World world;
    private final Path directory;
    private final LogChain chain;
    private final Listener listener;

    LogReader(World world, Path directory, LogChain chain, Listener listener) {
        this.world = world;
        this.directory = directory;
        this.chain = chain;
        this.listener = listener;
    }

    /// Reads from a place (or the beginning) to the end.
    ///
    /// @return the place behind the last record; its epoch is not filled in (-1)
    Optional<LogPosition> read(Optional<LogPosition> from) throws IOException {
        var started = from.isEmpty();
        var end = from;
        for (var link : chain.links()) {
            if (!started && !link.name().equals(from.orElseThrow().segment())) {
                continue;
            }
            var begin =
                    started
                            ? new LogPosition(link.name(), SegmentHeader.SIZE, -1, 0)
                            : from.orElseThrow();
            started = true;
            try (var file = world.files().open(link.name().in(directory.resolve("log")))) {
                end = Optional.of(segment(file, link, begin));
            }
        }
        return end;
    }

    private LogPosition segment(ReadableFile file, LogChain.Link link, LogPosition begin)
            throws IOException {
        var limit = link.end().map(LogPosition::offset).orElse(Long.MAX_VALUE);
        var identity = link.name().identity();
        var position = begin.offset();
        var checksum = begin.checksum();
        while (position < limit) {
            var frame = frameAt(file, link, identity, position, limit);
            if (frame.isEmpty()) {
                break;
            }
            try {
                listener.record(link, frame.get());
            } catch (BufferUnderflowException e) {
                throw damaged(file, position, "the content of a record makes no sense");
            }
            position = frame.get().end();
            checksum = frame.get().checksum();
        }
        if (link.end().isPresent() && link.end().get().checksum() != checksum) {
            throw damaged(
                    file, position, "the log goes on from another record than the one before");
        }
        return new LogPosition(link.name(), position, -1, checksum);
    }

    /// The record at this position, or behind a hole that a crash may leave; empty at the end.
    private Optional<Frame> frameAt(
            ReadableFile file, LogChain.Link link, long identity, long position, long limit)
            throws IOException {
        var at = Frame.read(file, identity, position, limit);
        if (at instanceof Frame.At.Valid(var frame)) {
            return Optional.of(frame);
        }
        var reason =
                at instanceof Frame.At.Invalid(var why) ? why : "zeros stand in place of a record";
        if (Frame.findAfter(file, identity, position, limit) instanceof Frame.At.Valid(var later)) {
            if (later.position() - later.unsyncedBefore() <= position) {
                listener.event(
                        "%s: passed over %d bytes at %d that a crash kept from being synced"
                                .formatted(file.path(), later.position() - position, position));
                return Optional.of(later);
            }
            throw damaged(
                    file,
                    position,
                    "%s, and valid records follow at byte %d".formatted(reason, later.position()));
        }
        if (link.end().isPresent()) {
            throw damaged(
                    file,
                    position,
                    "%s, and the log should go on to byte %d".formatted(reason, limit));
        }
        if (!Frame.isZeroFrom(file, position, limit)) {
            listener.event(
                    "%s: dropped an incomplete record at byte %d that a crash left (%s)"
                            .formatted(file.path(), position, reason));
        }
        return Optional.empty();
    }

    private RuntimeException damaged(ReadableFile file, long position, String what) {
        return Problems.damaged(directory, file.path(), position, what);
    }
}
