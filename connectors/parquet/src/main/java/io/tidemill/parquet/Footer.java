package io.tidemill.parquet;

import io.tidemill.connect.FileOpener;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// What the end of a file says about it.
///
/// @param writer who wrote it, when that can be read: some versions made mistakes that readers mend
record Footer(
        MessageType schema,
        FileField.Group fields,
        List<RowGroup> rowGroups,
        @Nullable ParsedVersion writer) {
    private static final int MAGIC = magic("PAR1");
    private static final int ENCRYPTED = magic("PARE");
    private static final int TAIL = 8;
    private static final int MOST = 256 << 20;

    /// The columns by our types; each may be NULL.
    StructType types() {
        return FileTypes.of(fields);
    }

    /// @throws io.tidemill.data.TidemillException FAILED_READ_FILE when it is not a Parquet file,
    ///   or one that cannot be read
    static Footer read(FileOpener opener, Path file) throws IOException {
        try {
            var meta = Util.readFileMetaData(new ByteArrayInputStream(bytes(opener, file)));
            if (meta.isSetEncryption_algorithm()) {
                requireReadable(file, meta);
            }
            var schema = SchemaFromFile.read(Failures.required(meta.getSchema(), "a schema"));
            return new Footer(schema, FileField.of(schema), rowGroups(meta), writer(meta));
        } catch (RuntimeException | IOException e) {
            if (e instanceof TidemillException || isOfTheDisk(e)) {
                throw e;
            }
            throw Failures.damaged(file, "its footer: " + Failures.reason(e), e);
        }
    }

    /// Errors of thrift are I/O errors too; what the file system throws has its own classes.
    private static boolean isOfTheDisk(Exception e) {
        return e instanceof FileSystemException;
    }

    private static byte[] bytes(FileOpener opener, Path file) throws IOException {
        long size = opener.size(file);
        if (size < 4 + TAIL) {
            throw Failures.damaged(file, "it has only %d bytes".formatted(size), null);
        }
        var tail = ByteBuffer.wrap(read(opener, file, size - TAIL, TAIL));
        int length = tail.order(ByteOrder.LITTLE_ENDIAN).getInt();
        int magic = tail.getInt();
        if (magic == ENCRYPTED) {
            throw Failures.unsupported(file, "its footer is encrypted");
        }
        if (magic != MAGIC) {
            throw Failures.damaged(file, "it does not end with PAR1", null);
        }
        if (length <= 0 || length > Math.min(size - TAIL - 4, MOST)) {
            throw Failures.damaged(
                    file,
                    "its footer would have %d of its %d bytes"
                            .formatted(length & 0xFFFF_FFFFL, size),
                    null);
        }
        return read(opener, file, size - TAIL - length, length);
    }

    private static byte[] read(FileOpener opener, Path file, long from, int length)
            throws IOException {
        try (var in = opener.open(file, from)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw Failures.damaged(
                        file, "it ends at byte %d".formatted(from + bytes.length), null);
            }
            return bytes;
        }
    }

    /// A plain footer of an encrypted file lists which columns are in the clear.
    private static void requireReadable(Path file, FileMetaData meta) {
        for (var group : rowGroups(meta)) {
            for (var chunk : chunks(group)) {
                if (!chunk.isSetMeta_data()) {
                    throw Failures.unsupported(file, "some of its columns are encrypted");
                }
            }
        }
    }

    private static List<RowGroup> rowGroups(FileMetaData meta) {
        return Failures.required(meta.getRow_groups(), "row groups");
    }

    static List<ColumnChunk> chunks(RowGroup group) {
        return Failures.required(group.getColumns(), "columns of a row group");
    }

    private static @Nullable ParsedVersion writer(FileMetaData meta) {
        if (!meta.isSetCreated_by()) {
            return null;
        }
        try {
            return VersionParser.parse(meta.getCreated_by());
        } catch (VersionParseException | RuntimeException _) {
            return null;
        }
    }

    private static int magic(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }
}
