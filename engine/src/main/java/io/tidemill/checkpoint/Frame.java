package io.tidemill.checkpoint;

import io.tidemill.system.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// One framed piece of a segment or state file: 32 bytes of header, payload, zeros up to a multiple
/// of 8. The layout is drawn in the package's description.
///
/// The header's checksum covers the payload's, the file's identity (a number that the caller gives)
/// and the position, so a frame is valid only where it was written.
///
/// @param type what the payload is
/// @param epoch the epoch it belongs to
/// @param unsyncedBefore how many bytes directly before it were not known to be synced when it was
///   written: damage there is no loss of anything promised
/// @param payload the content
/// @param checksum the header's checksum
/// @param position where it begins
record Frame(
        Type type, long epoch, int unsyncedBefore, Bytes payload, int checksum, long position) {

    static final int HEADER = 32;
    static final int ALIGNMENT = 8;
    private static final int MAGIC = 0x54524543; // TREC
    private static final int SCAN = 64 * 1024;

    /// What a frame holds.
    enum Type {
        /// An [EpochRecord].
        EPOCH(1),
        /// An [EpochPlan] that is logged before its epoch runs.
        PLAN(2),
        /// No payload: the sinks have acknowledged the epoch.
        ACKNOWLEDGED(3),
        /// The [QueryFingerprint].
        QUERY(4),
        /// The head of a snapshot.
        SNAPSHOT(5),
        /// A [StateSection].
        SECTION(6),
        /// The end of a state file: how many sections there were.
        END(7);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    /// What stands at a position.
    sealed interface At {
        /// A valid frame.
        record Valid(Frame frame) implements At {}

        /// Zeros, or the end of the file: nothing was written here.
        record Nothing() implements At {}

        /// Something else.
        record Invalid(String reason) implements At {}
    }

    /// Where the next frame begins.
    long end() {
        return position + size(payload.length());
    }

    /// Bytes that a frame with this payload takes.
    static int size(int payload) {
        return Math.addExact(HEADER, Math.addExact(payload, ALIGNMENT - 1) & -ALIGNMENT);
    }

    /// The bytes of a frame that will stand at `position` of the file with this identity.
    static byte[] encode(
            Type type, long epoch, int unsyncedBefore, Bytes payload, long file, long position) {
        var bytes = new byte[size(payload.length())];
        var content = new Content(payload.length(), payload.checksum());
        header(bytes, type, epoch, unsyncedBefore, content, file, position);
        payload.copyTo(bytes, HEADER);
        return bytes;
    }

    /// What a header says of the payload.
    record Content(int length, int checksum) {}

    /// Writes the header of a frame into the first bytes of an array.
    static void header(
            byte[] bytes,
            Type type,
            long epoch,
            int unsyncedBefore,
            Content payload,
            long file,
            long position) {
        var header = ByteBuffer.wrap(bytes);
        header.putInt(MAGIC)
                .putInt(payload.length)
                .putLong(epoch)
                .putInt(type.code)
                .putInt(unsyncedBefore)
                .putInt(payload.checksum);
        header.putInt(headerChecksum(bytes, file, position));
    }

    /// The checksum in the header of an encoded frame.
    static int checksum(byte[] encoded) {
        return ByteBuffer.wrap(encoded).getInt(28);
    }

    private static int headerChecksum(byte[] header, long file, long position) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(file).putLong(position).flip());
        crc.update(header, 0, 28);
        return (int) crc.getValue();
    }

    /// Reads what stands at `position`; nothing at or behind `limit` counts.
    static At read(ReadableFile in, long file, long position, long limit) throws IOException {
        var available = Math.min(limit, in.size()) - position;
        var header = new byte[HEADER];
        in.readFully(position, header, 0, Math.clamp(available, 0, HEADER));
        if (isZero(header)) {
            return new At.Nothing();
        }
        var fields = ByteBuffer.wrap(header);
        if (fields.getInt(0) != MAGIC
                || fields.getInt(28) != headerChecksum(header, file, position)) {
            return new At.Invalid("the header of a record has a wrong checksum");
        }
        var length = fields.getInt(4);
        if (length < 0 || length > available - HEADER) {
            return new At.Invalid(
                    "a record of %d bytes is cut off after %d"
                            .formatted(length, available - HEADER));
        }
        var payload = new byte[length];
        in.readFully(position + HEADER, payload, 0, length);
        var content = Bytes.wrap(payload);
        if (content.checksum() != fields.getInt(24)) {
            return new At.Invalid("the content of a record has a wrong checksum");
        }
        for (var type : Type.values()) {
            if (type.code == fields.getInt(16)) {
                return new At.Valid(
                        new Frame(
                                type,
                                fields.getLong(8),
                                fields.getInt(20),
                                content,
                                fields.getInt(28),
                                position));
            }
        }
        return new At.Invalid("a record of the unknown type " + fields.getInt(16));
    }

    /// The first valid frame that begins behind `position`, or nothing.
    static At findAfter(ReadableFile in, long file, long position, long limit) throws IOException {
        var end = Math.min(limit, in.size());
        var chunk = new byte[SCAN];
        for (var at = position + ALIGNMENT; at < end; at += SCAN) {
            var length = (int) Math.min(SCAN, end - at);
            in.readFully(at, chunk, 0, length);
            var words = ByteBuffer.wrap(chunk, 0, length);
            for (var i = 0; i + 4 <= length; i += ALIGNMENT) {
                if (words.getInt(i) == MAGIC
                        && read(in, file, at + i, limit) instanceof At.Valid found) {
                    return found;
                }
            }
        }
        return new At.Nothing();
    }

    /// Whether everything from `position` up to the limit is zero.
    static boolean isZeroFrom(ReadableFile in, long position, long limit) throws IOException {
        var end = Math.min(limit, in.size());
        var chunk = new byte[SCAN];
        for (var at = position; at < end; at += SCAN) {
            var length = (int) Math.min(SCAN, end - at);
            in.readFully(at, chunk, 0, length);
            for (var i = 0; i < length; i++) {
                if (chunk[i] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes) {
        for (var each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
