package io.tidemill.format.json;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.Format;
import io.tidemill.connect.FormatWriter;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.connect.RowEncoder;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.format.Charsets;
import io.tidemill.format.RecordChunks;
import io.tidemill.format.RejectedRows;
import io.tidemill.format.TranscodedOutput;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The format `json`.
public final class JsonFormat implements Format {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public String extension() {
        return ".json";
    }

    @Override
    public Configured configure(OptionReader options) {
        return new ConfiguredJson(options.read(JsonOptions.class));
    }

    private record ConfiguredJson(JsonOptions options) implements Configured {
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
            var inference = new JsonInference(options);
            for (var file : files) {
                try (var chunks = chunks(opener, file, 0)) {
                    inference.look(chunks, separator());
                }
            }
            return inference.schema();
        }

        @Override
        public SplitReader reader(
                FileOpener opener, Path file, long from, long to, ReadRequest request)
                throws IOException {
            var records = new JsonRecords(request, options, file.toString());
            long start = from > 0 ? from - 1 : 0;
            var chunks = chunks(opener, file, start);
            return options.multiLine()
                    ? new JsonDocumentReader(chunks, records)
                    : new JsonLineReader(chunks, records, separator(), to, from == 0);
        }

        @Override
        public Optional<RecordReader> records(String name, ReadRequest request) {
            return options.givenCharset().map(Charsets::isUtf8).orElse(true)
                    ? Optional.of(
                            new JsonRecordReader(
                                    new JsonRecords(request, options, name, RejectedRows.IN_TOPIC)))
                    : Optional.empty();
        }

        private RecordChunks chunks(FileOpener opener, Path file, long start) throws IOException {
            return RecordChunks.open(
                    opener, file, start, options.givenCharset(), options.maxRecordBytes());
        }

        private byte[] separator() {
            return options.lineSep().orElse("").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public FormatWriter writer(OutputStream out, StructType schema) {
            return new JsonWriter(
                    TranscodedOutput.of(out, options.givenCharset()), schema, options);
        }

        @Override
        public Optional<RowEncoder> encoder(StructType schema) {
            return Optional.of(new JsonWriter(OutputStream.nullOutputStream(), schema, options));
        }
    }
}
