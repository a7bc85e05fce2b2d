package io.tidemill.file;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a piece of a file with its format, and adds the columns of the folders it lies in and what
/// [FileFacts] says of the file.
final class FileSplitReader implements SplitReader {
    private final SplitReader reader;
    private final SourceLayout layout;
    private final FileSplit split;
    private final StructType dataColumns;
    private final int[] dataIndex;
    private final List<Integer> ownIndex;

    private FileSplitReader(
            SplitReader reader,
            SourceLayout layout,
            FileSplit split,
            StructType dataColumns,
            int[] dataIndex,
            List<Integer> ownIndex) {
        this.reader = reader;
        this.layout = layout;
        this.split = split;
        this.dataColumns = dataColumns;
        this.dataIndex = dataIndex;
        this.ownIndex = ownIndex;
    }

    /// @throws TidemillException FAILED_READ_FILE when the file is not what it was when it was
    ///   planned
    static SplitReader open(
            FileSystem files, SourceLayout layout, FileSplit split, ReadRequest request)
            throws IOException {
        var file = split.file();
        checkUnchanged(files, split);
        var data = new ArrayList<StructField>();
        var dataIndex = new ArrayList<Integer>();
        var ownIndex = new ArrayList<Integer>();
        for (int i = 0; i < request.columns().size(); i++) {
            var column = request.columns().field(i);
            if (key(file, column.name()) != null || FileFacts.has(column.name())) {
                ownIndex.add(i);
            } else {
                data.add(column);
                dataIndex.add(i);
            }
        }
        if (file.size() == 0) {
            return new NoRows();
        }
        var dataColumns = new StructType(data);
        SplitReader reader;
        try {
            reader =
                    layout.format()
                            .withTable(columnsOf(file, layout.schema()))
                            .reader(
                                    layout.opener(),
                                    file.path(),
                                    split.from(),
                                    layout.isSplittable(file) ? split.to() : Long.MAX_VALUE,
                                    new ReadRequest(dataColumns, request.badRecords()));
        } catch (DamagedFileException e) {
            damaged(layout, split, request, 0, e);
            return new NoRows();
        }
        return new Guarded(
                ownIndex.isEmpty()
                        ? reader
                        : new FileSplitReader(
                                reader,
                                layout,
                                split,
                                dataColumns,
                                dataIndex.stream().mapToInt(Integer::intValue).toArray(),
                                ownIndex),
                layout,
                split,
                request);
    }

    private static void checkUnchanged(FileSystem files, FileSplit split) throws IOException {
        var file = split.file();
        var now = files.stat(file.path());
        if (now.isEmpty()) {
            throw failed("it was deleted after it was listed", split, new NoSuchFileException(""));
        }
        boolean same =
                now.get().size() == file.size()
                        && now.get().modifiedMicros() == file.modifiedMicros();
        if (!same) {
            throw failed(
                    "it has changed since it was listed: %d bytes then, %d now"
                            .formatted(file.size(), now.get().size()),
                    split,
                    null);
        }
    }

    /// The columns of the table that the file itself holds.
    private static StructType columnsOf(SourceFile file, StructType table) {
        return new StructType(
                table.fieldList().stream()
                        .filter(column -> key(file, column.name()) == null)
                        .toList());
    }

    private static TidemillException failed(
            String why, FileSplit split, @Nullable Throwable cause) {
        return new TidemillException(
                Condition.FAILED_READ_FILE,
                "%s cannot be read: %s".formatted(split.file().path(), why),
                "put files into the directory whole (write elsewhere, then rename) and leave them"
                        + " alone; or set the option 'minFileAge'",
                cause);
    }

    private static @Nullable String key(SourceFile file, String column) {
        for (var key : file.partition().keySet()) {
            if (key.equalsIgnoreCase(column)) {
                return key;
            }
        }
        return null;
    }

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        var columns = new Column[dataIndex.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(dataIndex[i]);
        }
        var data = new Batch(dataColumns, columns);
        boolean more = reader.next(data);
        batch.reserve(data.rows());
        for (int index : ownIndex) {
            fill(batch.column(index), batch.schema().field(index).name(), data.rows());
        }
        batch.setRows(data.rows());
        batch.setOrigin(data.origin().orElse(null));
        return more;
    }

    private void fill(Column column, String name, int rows) {
        if (FileFacts.has(name)) {
            FileFacts.fill(column, name, split, rows);
            return;
        }
        for (var entry : split.file().partition().entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                for (int row = 0; row < rows; row++) {
                    if (row == 0) {
                        PartitionPath.set(entry.getValue(), column, row, layout.zone());
                    } else {
                        column.copy(row, column, 0);
                    }
                }
            }
        }
    }

    @Override
    public long bytesRead() {
        return reader.bytesRead();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /// An empty file.
    private static final class NoRows implements SplitReader {
        @Override
        public boolean next(Batch batch) {
            batch.clear();
            return false;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /// A compressed file ends too early: an error, or with `ignoreCorruptFiles` one bad record.
    private static void damaged(
            SourceLayout layout,
            FileSplit split,
            ReadRequest request,
            long offset,
            DamagedFileException e) {
        var file = split.file().path().toString();
        var reason = String.valueOf(e.getMessage());
        if (!layout.options().ignoreCorruptFiles()) {
            throw new TidemillException(
                    Condition.FAILED_READ_FILE,
                    reason,
                    "put a whole file in its place under another name and delete this one, or set"
                            + " the option 'ignoreCorruptFiles' to read what can be read",
                    e);
        }
        request.badRecords().reject(file, offset, new byte[0], 0, 0, reason);
    }

    /// Reads as far as a compressed file is whole.
    private static final class Guarded implements SplitReader {
        private final SplitReader reader;
        private final SourceLayout layout;
        private final FileSplit split;
        private final ReadRequest request;
        private boolean ended;

        Guarded(SplitReader reader, SourceLayout layout, FileSplit split, ReadRequest request) {
            this.reader = reader;
            this.layout = layout;
            this.split = split;
            this.request = request;
        }

        @Override
        public boolean next(Batch batch) throws IOException {
            if (ended) {
                batch.clear();
                return false;
            }
            try {
                return reader.next(batch);
            } catch (DamagedFileException e) {
                ended = true;
                batch.clear();
                damaged(layout, split, request, reader.bytesRead(), e);
                return false;
            }
        }

        @Override
        public long bytesRead() {
            return reader.bytesRead();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
