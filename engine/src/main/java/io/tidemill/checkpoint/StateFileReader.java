package io.tidemill.checkpoint;

import io.tidemill.system.FileSystem;
import io.tidemill.system.ReadableFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Reads runs and snapshots; every frame is checked as it is read.
final class StateFileReader implements AutoCloseable {
    private final Path checkpoint;
    private final StateFileName name;
    private final ReadableFile file;

    StateFileReader(FileSystem files, Path checkpoint, StateFileName name) throws IOException {
        this.checkpoint = checkpoint;
        this.name = name;
        var path = name.in(checkpoint.resolve("state"));
        try {
            this.file = files.open(path);
        } catch (NoSuchFileException e) {
            throw Problems.missing(checkpoint, path, "the log refers to it");
        }
    }

    /// What stands at the beginning of a snapshot.
    ///
    /// @param query id of the query
    /// @param record the last epoch in it, without state
    /// @param position where the log goes on behind it
    /// @param fingerprint what the query was
    record Head(
            UUID query,
            EpochRecord record,
            LogPosition position,
            Optional<QueryFingerprint> fingerprint) {

        Bytes encode() {
            var out = new Encoder();
            out.int32(Metadata.FORMAT);
            out.int64(query.getMostSignificantBits()).int64(query.getLeastSignificantBits());
            out.bytes(LoggedEpoch.inline(record.withoutState()).encode());
            LogPosition.write(out, Optional.of(position));
            out.int8(fingerprint.isPresent() ? 1 : 0);
            fingerprint.ifPresent(it -> it.write(out));
            return out.toBytes();
        }

        private static Head decode(Decoder in) {
            return new Head(
                    new UUID(in.int64(), in.int64()),
                    LoggedEpoch.decode(in.bytes()).withoutState(),
                    LogPosition.read(in).orElseThrow(BufferUnderflowException::new),
                    in.int8() == 0 ? Optional.empty() : Optional.of(QueryFingerprint.read(in)));
        }
    }

    /// The head of a snapshot.
    Head head() throws IOException {
        var frame = frame(0);
        if (frame.type() != Frame.Type.SNAPSHOT) {
            throw damaged(0, "it does not begin as a snapshot");
        }
        try {
            var in = new Decoder(frame.payload());
            var format = in.int32();
            if (format > Metadata.FORMAT) {
                throw Problems.newerFormat(checkpoint, file.path(), format);
            }
            return Head.decode(in);
        } catch (BufferUnderflowException e) {
            throw damaged(0, "its head makes no sense");
        }
    }

    /// @param bytes of the file's content
    /// @param through the last epoch whose changes may be in it
    record Extent(long bytes, long through) {}

    /// Hands over all sections in the order they were written, and checks that none is missing.
    Extent sections(Consumer<StateSection> consumer) throws IOException {
        var count = 0L;
        for (var position = 0L; ; ) {
            var frame = frame(position);
            position = frame.end();
            switch (frame.type()) {
                case SNAPSHOT -> {}
                case SECTION -> {
                    consumer.accept(section(frame));
                    count++;
                }
                case END -> {
                    var end = new Decoder(frame.payload());
                    var expected = end.int64();
                    if (count != expected) {
                        throw damaged(
                                frame.position(),
                                "%d sections of %d are there".formatted(count, expected));
                    }
                    return new Extent(position, end.int64());
                }
                case EPOCH, PLAN, ACKNOWLEDGED, QUERY ->
                        throw damaged(frame.position(), frame.type() + " does not belong here");
            }
        }
    }

    /// The section that a record refers to.
    StateSection section(Section.InRun reference) throws IOException {
        var frame = frame(reference.position());
        if (frame.checksum() != reference.checksum() || frame.type() != Frame.Type.SECTION) {
            throw damaged(reference.position(), "this is not the section that the log refers to");
        }
        return section(frame);
    }

    private StateSection section(Frame frame) {
        try {
            return Section.readWhole(new Decoder(frame.payload()));
        } catch (BufferUnderflowException e) {
            throw damaged(frame.position(), "a section makes no sense");
        }
    }

    private Frame frame(long position) throws IOException {
        return switch (Frame.read(file, name.identity(), position, Long.MAX_VALUE)) {
            case Frame.At.Valid(var frame) -> frame;
            case Frame.At.Nothing _ -> throw damaged(position, "it ends too early");
            case Frame.At.Invalid(var reason) -> throw damaged(position, reason);
        };
    }

    private RuntimeException damaged(long position, String what) {
        return Problems.damaged(checkpoint, file.path(), position, what);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
