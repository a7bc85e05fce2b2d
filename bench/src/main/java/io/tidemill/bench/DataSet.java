package io.tidemill.bench;

import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.format.ByteOut;
import io.tidemill.format.json.JsonFields;
import io.tidemill.format.json.JsonOptions;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/// Files of bids, or of persons, auctions and bids, that are made once, with a checksum beside
/// them, and used by every engine.
///
/// @param folder where the files lie: `part-0.json`, ..., for events in a folder for each table
/// @param rows how many rows, or events of all kinds
/// @param copies how often each file stands there, by links: for longer runs on the same rows
public record DataSet(Path folder, long rows, Query.Rows kind, int copies) {
    private static final int FILES = 8;

    public static DataSet in(Path work, long rows, Query.Rows kind) {
        return new DataSet(work.resolve(name(rows, kind)), rows, kind, 1);
    }

    private static String name(long rows, Query.Rows kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + rows;
    }

    /// Where the files of a table lie.
    public Path folder(Query.Table table) {
        return kind == Query.Rows.EVENTS ? folder.resolve(table.name()) : folder;
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
        return new DataSet(linked, rows, kind, times);
    }

    /// How many rows the tables of a query have.
    public long rowsOf(Query query) {
        return query.tables().stream().mapToLong(this::rowsOf).sum();
    }

    private long rowsOf(Query.Table table) {
        if (kind != Query.Rows.EVENTS) {
            return rows * copies;
        }
        long rounds = rows / 50;
        long rest = rows % 50; // a person, three auctions, then bids
        return switch (table.name()) {
            case "person" -> rounds + Math.min(rest, 1);
            case "auction" -> 3 * rounds + Math.clamp(rest - 1, 0, 3);
            default -> 46 * rounds + Math.max(0, rest - 4);
        };
    }

    private Path checksum() {
        return folder.resolveSibling(name(rows, kind) + ".crc32c");
    }

    /// Makes the files unless they are there.
    public void ensure() throws IOException {
        if (Files.exists(checksum())) {
            return;
        }
        System.err.printf("making %,d rows in %s%n", rows, folder);
        var crc = new CRC32C();
        if (kind == Query.Rows.EVENTS) {
            for (var table : List.of(Nexmark.PERSON, Nexmark.AUCTION, Nexmark.BID)) {
                var schema = StructType.fromDDL(table.ddl());
                try (var writer = new Writer(folder(table), crc, rowsOf(table), events(schema))) {
                    Bids.read(table.name(), rows, writer::take);
                }
            }
        } else {
            var lines = kind == Query.Rows.WIDE ? new Lines.Wide() : new Lines.Plain();
            try (var writer = new Writer(folder, crc, rows, lines)) {
                Bids.read(rows, writer::take);
            }
        }
        Files.writeString(
                checksum(),
                "%08x %d rows%n".formatted(crc.getValue(), rows),
                StandardCharsets.UTF_8);
    }

    /// Lines as Tidemill's own writer of JSON writes them.
    private static Lines events(StructType schema) {
        var fields =
                new JsonFields(
                        schema,
                        new OptionReader("events", Options.of(Map.of())).read(JsonOptions.class));
        var line = new ByteOut();
        return (out, batch, row) -> {
            var columns = new Column[batch.columnCount()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = batch.column(i);
            }
            line.cut(0);
            fields.write(line, columns, row);
            out.raw(line.bytes(), 0, line.used()).one('\n');
        };
    }

    public String description(Query query) throws IOException {
        long bytes = 0;
        for (var table : query.tables()) {
            try (var files = Files.list(folder(table))) {
                for (var file : files.toList()) {
                    bytes += Files.size(file);
                }
            }
        }
        return "%,d rows, %,d bytes in %d files, crc32c of %,d rows %s"
                .formatted(
                        rowsOf(query),
                        bytes,
                        FILES * copies * query.tables().size(),
                        rows,
                        Files.readString(checksum()).substring(0, 8));
    }

    /// Deals the rows out over the files, one file after the other.
    private static final class Writer implements AutoCloseable {
        private final Path folder;
        private final CRC32C crc;
        private final long rows;
        private final Lines lines;
        private final Text text = new Text();
        private OutputStream out = OutputStream.nullOutputStream();
        private int files;
        private long written;

        Writer(Path folder, CRC32C crc, long rows, Lines lines) throws IOException {
            this.folder = folder;
            this.crc = crc;
            this.rows = rows;
            this.lines = lines;
            Files.createDirectories(folder);
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
