package io.tidemill.parquet;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.TidemillException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.jspecify.annotations.Nullable;

/// Reads the row groups that begin in a range of a file, the columns asked for and no others.
///
/// A damaged file is refused as a whole, with the reason, when the damage is met; rows before it
/// may have been given. Memory: a page and its dictionary a column, and the batch.
final class ParquetReader implements SplitReader {
    private static final PrimitiveConverter NONE = new PrimitiveConverter() {};

    private final FileOpener opener;
    private final Path file;
    private final Footer footer;
    private final List<Optional<ValueReader>> readers;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final List<ChunkInput> inputs = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private int group; // the next to open
    private long leftInGroup;
    private long row; // of the file's range, the next
    private long finishedBytes;

    ParquetReader(FileOpener opener, Path file, long from, long to, ReadRequest request)
            throws IOException {
        this.opener = opener;
        this.file = file;
        footer = Footer.read(opener, file);
        readers = new ValueReaders(file).of(footer.fields(), request.columns());
        for (var rowGroup : footer.rowGroups()) {
            long start = start(rowGroup);
            if (start >= from && start < to) {
                rowGroups.add(rowGroup);
            }
        }
    }

    private static long start(RowGroup rowGroup) {
        for (var chunk : Footer.chunks(rowGroup)) {
            var meta = chunk.getMeta_data();
            if (meta != null) {
                return ChunkPages.start(meta);
            }
        }
        return rowGroup.getFile_offset();
    }

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        try {
            return fill(batch);
        } catch (TidemillException | FileSystemException e) {
            throw e;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileSystemException disk) {
                throw disk;
            }
            throw Failures.damaged(file, Failures.reason(e), e);
        } catch (RuntimeException | IOException | StackOverflowError e) {
            throw Failures.damaged(file, Failures.reason(e), e);
        }
    }

    private boolean fill(Batch batch) throws IOException {
        while (leftInGroup == 0) {
            if (group == rowGroups.size()) {
                return false;
            }
            open(rowGroups.get(group++));
        }
        int rows = (int) Math.min(Batch.ROWS, leftInGroup);
        batch.reserve(rows);
        for (int i = 0; i < batch.columnCount(); i++) {
            fill(batch.column(i), readers.get(i).orElse(null), rows);
        }
        batch.setRows(rows);
        long first = row;
        batch.setOrigin(at -> "%s@row %d".formatted(file, first + at));
        row += rows;
        leftInGroup -= rows;
        return true;
    }

    private static void fill(Column column, @Nullable ValueReader reader, int rows) {
        for (int at = 0; at < rows; at++) {
            if (reader == null) {
                ValueReader.setNull(column, at);
            } else if (reader.repetition() == 0) {
                reader.read(column, at);
            } else {
                throw new IllegalStateException("a row begins inside a list");
            }
        }
    }

    private void open(RowGroup rowGroup) throws IOException {
        finishedBytes = bytesRead();
        inputs.clear();
        starts.clear();
        leftInGroup = rowGroup.getNum_rows();
        if (leftInGroup < 0) {
            throw new IOException("a row group of %d rows".formatted(leftInGroup));
        }
        if (leftInGroup == 0) {
            return;
        }
        var chunks = new HashMap<List<String>, ColumnChunk>();
        for (var chunk : Footer.chunks(rowGroup)) {
            var meta = chunk.getMeta_data();
            if (meta != null) {
                chunks.put(meta.getPath_in_schema(), chunk);
            }
        }
        readers.forEach(reader -> reader.ifPresent(r -> r.open(column -> entries(column, chunks))));
    }

    private ColumnReader entries(ColumnDescriptor column, Map<List<String>, ColumnChunk> chunks) {
        var chunk = chunks.get(List.of(column.getPath()));
        if (chunk == null) {
            throw Failures.damaged(
                    file,
                    "a row group lacks the column " + String.join(".", column.getPath()),
                    null);
        }
        if (chunk.isSetCrypto_metadata()) {
            throw Failures.unsupported(
                    file,
                    "its column %s is encrypted".formatted(String.join(".", column.getPath())));
        }
        if (chunk.isSetFile_path()) {
            throw Failures.unsupported(
                    file, "its values lie in another file, " + chunk.getFile_path());
        }
        var meta = Failures.required(chunk.getMeta_data(), "the place of a column");
        requireSame(column, meta);
        if (!PageCodec.isSupported(meta.getCodec())) {
            throw Failures.unsupported(
                    file, "its pages are packed with %s".formatted(meta.getCodec()));
        }
        long start = ChunkPages.start(meta);
        if (start < 0 || meta.getTotal_compressed_size() < 0) {
            throw Failures.damaged(
                    file, "the place of the column %s makes no sense".formatted(column), null);
        }
        var input = new ChunkInput(opener, file, start, meta.getTotal_compressed_size());
        inputs.add(input);
        starts.add(start);
        return new ColumnReaderImpl(
                column, new ChunkPages(column, meta, input), NONE, footer.writer());
    }

    private void requireSame(ColumnDescriptor column, ColumnMetaData meta) {
        var physical = column.getPrimitiveType().getPrimitiveTypeName().name();
        var stored = meta.getType() == null ? "?" : meta.getType().name();
        if (!stored.equals(physical.equals("BINARY") ? "BYTE_ARRAY" : physical)) {
            throw Failures.damaged(
                    file,
                    "the column %s is %s in the schema and %s in a row group"
                            .formatted(String.join(".", column.getPath()), physical, stored),
                    null);
        }
    }

    @Override
    public long bytesRead() {
        long bytes = finishedBytes;
        for (int i = 0; i < inputs.size(); i++) {
            bytes += inputs.get(i).position() - starts.get(i);
        }
        return bytes;
    }

    @Override
    public void close() {}
}
