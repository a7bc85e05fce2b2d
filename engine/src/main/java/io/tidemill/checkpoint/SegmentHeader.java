package io.tidemill.checkpoint;

import io.tidemill.system.ReadableFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The first [#SIZE] bytes of a segment: whose it is, and where the log goes on from.
///
/// @param query id of the query
/// @param name generation and number, as in the file's name
/// @param predecessor the place that this segment goes on from; what stands behind it there is not
///   part of the log. Empty in the first segment of all.
record SegmentHeader(UUID query, SegmentName name, Optional<LogPosition> predecessor) {
    static final int SIZE = 512;
    private static final byte[] MAGIC = {'T', 'I', 'D', 'E', 'L', 'O', 'G', '\n'};

    byte[] encode() {
        var out = new Encoder();
        out.int64(query.getMostSignificantBits()).int64(query.getLeastSignificantBits());
        out.int64(name.generation()).int64(name.number());
        LogPosition.write(out, predecessor);
        var payload = out.toBytes();
        var bytes = new byte[SIZE];
        ByteBuffer.wrap(bytes).put(MAGIC).putInt(Metadata.FORMAT).putInt(payload.length());
        payload.copyTo(bytes, 20);
        ByteBuffer.wrap(bytes).putInt(16, checksum(bytes, payload.length()));
        return bytes;
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, 16);
        crc.update(bytes, 20, length);
        return (int) crc.getValue();
    }

    /// Reads the header and checks it against the name of the file.
    static SegmentHeader read(Path directory, ReadableFile file, SegmentName name)
            throws IOException {
        var bytes = new byte[SIZE];
        if (file.size() < SIZE) {
            throw Problems.damaged(
                    directory, file.path(), 0, "a segment has %d bytes".formatted(file.size()));
        }
        file.readFully(0, bytes, 0, SIZE);
        var fields = ByteBuffer.wrap(bytes);
        if (!Arrays.equals(bytes, 0, 8, MAGIC, 0, 8)) {
            throw Problems.damaged(directory, file.path(), 0, "this is no segment of a log");
        }
        if (fields.getInt(8) > Metadata.FORMAT) {
            throw Problems.newerFormat(directory, file.path(), fields.getInt(8));
        }
        var length = fields.getInt(12);
        if (length < 0 || length > SIZE - 20 || fields.getInt(16) != checksum(bytes, length)) {
            throw Problems.damaged(
                    directory, file.path(), 0, "the segment's header has a wrong checksum");
        }
        try {
            var in = new Decoder(Bytes.wrap(bytes, 20, length));
            var header =
                    new SegmentHeader(
                            new UUID(in.int64(), in.int64()),
                            new SegmentName(in.int64(), in.int64()),
                            LogPosition.read(in));
            if (!header.name.equals(name)) {
                throw Problems.damaged(
                        directory, file.path(), 0, "the file was %s once".formatted(header.name));
            }
            return header;
        } catch (BufferUnderflowException e) {
            throw Problems.damaged(
                    directory, file.path(), 0, "the segment's header makes no sense");
        }
    }
}
