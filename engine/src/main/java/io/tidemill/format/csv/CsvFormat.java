package io.tidemill.format.csv;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.Format;
import io.tidemill.connect.FormatWriter;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.connect.RowEncoder;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.Charsets;
import io.tidemill.format.RecordChunks;
import io.tidemill.format.RejectedRows;
import io.tidemill.format.TranscodedOutput;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The format `csv`.
public final class CsvFormat implements Format {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String extension() {
        return ".csv";
    }

    @Override
    public Configured configure(OptionReader options) {
        return new ConfiguredCsv(options.read(CsvOptions.class), Optional.empty());
    }

    /// @param table the columns that files have, in their order, without that of corrupt records
    private record ConfiguredCsv(CsvOptions options, Optional<StructType> table)
            implements Configured {
        @Override
        public Configured withTable(StructType columns) {
            return new ConfiguredCsv(options, Optional.of(columns));
        }

        @Override
        public boolean splittable() {
            return !options.multiLine()
                    && options.givenCharset().map(Charsets::isUtf8).orElse(true);
        }

        @Override
        public boolean selfCompressed() {
            return false;
        }

        @Override
        public StructType infer(List<Path> files, FileOpener opener) throws IOException {
            var inference = new CsvInference(options);
            for (var file : files) {
                if (inference.wantsMore()) {
                    try (var chunks = chunks(opener, file, 0)) {
                        inference.look(chunks);
                    }
                }
            }
            return inference.schema();
        }

        @Override
        public SplitReader reader(
                FileOpener opener, Path file, long from, long to, ReadRequest request)
                throws IOException {
            var columns = columns(request);
            var chunks = chunks(opener, file, from > 0 ? from - 1 : 0);
            return new CsvReader(chunks, options, columns, request, file.toString(), to, from == 0);
        }

        @Override
        public Optional<RecordReader> records(String name, ReadRequest request) {
            if (!options.givenCharset().map(Charsets::isUtf8).orElse(true)) {
                return Optional.empty();
            }
            var record = new CsvRecord(options);
            var fields =
                    new CsvRow(
                            record,
                            options,
                            columns(request),
                            request,
                            name,
                            RejectedRows.IN_TOPIC);
            return Optional.of(new CsvRecordReader(record, fields));
        }

        /// All columns of records, in their order.
        private StructType columns(ReadRequest request) {
            var columns =
                    new StructType(
                            table.orElse(request.columns()).fieldList().stream()
                                    .filter(f -> !f.name().equals(options.corruptRecord()))
                                    .toList());
            checkTypes(columns);
            return columns;
        }

        private void checkTypes(StructType columns) {
            for (var column : columns.fieldList()) {
                try {
                    var unused = CsvValue.of(column.dataType(), options);
                } catch (IllegalArgumentException e) {
                    throw new TidemillException(
                            Condition.INVALID_SCHEMA,
                            "the column '%s': %s".formatted(column.name(), e.getMessage()),
                            "use another format, or leave the column out",
                            e);
                }
            }
        }

        private RecordChunks chunks(FileOpener opener, Path file, long start) throws IOException {
            return RecordChunks.open(
                    opener, file, start, options.givenCharset(), options.maxRecordBytes());
        }

        @Override
        public FormatWriter writer(OutputStream out, StructType schema) {
            checkTypes(schema);
            return new CsvWriter(TranscodedOutput.of(out, options.givenCharset()), schema, options);
        }

        @Override
        public Optional<RowEncoder> encoder(StructType schema) {
            checkTypes(schema);
            return Optional.of(new CsvWriter(OutputStream.nullOutputStream(), schema, options));
        }
    }
}
