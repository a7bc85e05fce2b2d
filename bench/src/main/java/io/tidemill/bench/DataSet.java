package io.tidemill.bench;

import io.tidemill.data.Batch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Files of bids that are made once, with a checksum beside them, and used by every engine.
///
/// @param folder where the files lie: `part-0.json`, ...
/// @param wide twenty columns instead of seven
/// @param copies how often each file stands there, by links: for longer runs on the same rows
record DataSet(Path folder, long rows, boolean wide, int copies) {
    private static final int FILES = 8;

    static DataSet in(Path work, long rows, boolean wide) {
        return new DataSet(work.resolve((wide ? "wide-" : "bids-") + rows), rows, wide, 1);
    }

    /// This many times the same files, which must be there.
    DataSet times(int times) throws IOException {
        if (times == 1) {
            return this;
        }
        var linked = folder.resolveSibling(folder.getFileName() + "x" + times);
        Files.createDirectories(linked);
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                for (int i = 0; i < times; i++) {
                    var link = linked.resolve(i + "-" + file.getFileName());
                    if (!Files.exists(link)) {
                        Files.createLink(link, file);
                    }
                }
            }
        }
        return new DataSet(linked, rows, wide, times);
    }

    long allRows() {
        return rows * copies;
    }

    private Path checksum() {
        return folder.resolveSibling((wide ? "wide-" : "bids-") + rows + ".crc32c");
    }

    /// Makes the files unless they are there.
    void ensure() throws IOException {
        if (Files.exists(checksum())) {
            return;
        }
        System.err.printf("making %,d rows in %s%n", rows, folder);
        Files.createDirectories(folder);
        var crc = new CRC32C();
        try (var writer = new Writer(crc)) {
            Bids.read(rows, writer::take);
        }
        Files.writeString(
                checksum(),
                "%08x %d rows%n".formatted(crc.getValue(), rows),
                StandardCharsets.UTF_8);
    }

    String description() throws IOException {
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return "%,d rows, %,d bytes in %d files, crc32c of %,d rows %s"
                .formatted(
                        allRows(),
                        bytes,
                        FILES * copies,
                        rows,
                        Files.readString(checksum()).substring(0, 8));
    }

    /// Deals the rows out over the files, one file after the other.
    private final class Writer implements AutoCloseable {
        private final CRC32C crc;
        private final Lines lines = wide ? new Lines.Wide() : new Lines.Plain();
        private final Text text = new Text();
        private OutputStream out = OutputStream.nullOutputStream();
        private int files;
        private long written;

        Writer(CRC32C crc) {
            this.crc = crc;
        }

        boolean take(Batch batch) throws IOException {
            for (int row = 0; row < batch.rows() && written < rows; row++, written++) {
                if (written * FILES / rows >= files) {
                    flush();
                    out.close();
                    out = Files.newOutputStream(folder.resolve("part-" + files++ + ".json"));
                }
                lines.add(text, batch, row);
            }
            flush();
            return written < rows;
        }

        private void flush() throws IOException {
            out.write(text.bytes(), 0, text.length());
            crc.update(text.bytes(), 0, text.length());
            text.clear();
        }

        @Override
        public void close() throws IOException {
            flush();
            out.close();
        }
    }
}
