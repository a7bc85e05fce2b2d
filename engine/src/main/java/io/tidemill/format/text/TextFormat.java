package io.tidemill.format.text;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.Format;
import io.tidemill.connect.FormatWriter;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.connect.RowEncoder;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.Charsets;
import io.tidemill.format.RecordChunks;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The format `text`.
public final class TextFormat implements Format {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String extension() {
        return ".txt";
    }

    @Override
    public Configured configure(OptionReader options) {
        return new ConfiguredText(options.read(TextOptions.class));
    }

    /// A record is the text; NULL is an empty one.
    private static void encode(Batch batch, BytesColumn into) {
        var column = batch.bytes(0);
        into.clear();
        into.reserve(batch.rows());
        into.share(column.data());
        for (int row = 0; row < batch.rows(); row++) {
            boolean none = column.isNull(row);
            into.setView(row, none ? 0 : column.starts()[row], none ? 0 : column.ends()[row]);
        }
    }

    private record ConfiguredText(TextOptions options) implements Configured {
        @Override
        public boolean splittable() {
            return !options.wholeText()
                    && options.givenCharset().map(Charsets::isUtf8).orElse(true);
        }

        @Override
        public boolean selfCompressed() {
            return false;
        }

        @Override
        public StructType infer(List<Path> files, FileOpener opener) {
            return new StructType().add("value", new StringType());
        }

        @Override
        public boolean hasFixedColumns() {
            return true;
        }

        @Override
        public SplitReader reader(
                FileOpener opener, Path file, long from, long to, ReadRequest request)
                throws IOException {
            if (request.columns().size() > 0) {
                check(request.columns());
            }
            long start = from > 0 ? from - 1 : 0;
            return new TextReader(
                    RecordChunks.open(
                            opener, file, start, options.givenCharset(), options.maxRecordBytes()),
                    request.badRecords(),
                    file.toString(),
                    options.lineSep().orElse("").getBytes(StandardCharsets.UTF_8),
                    options.wholeText(),
                    request.columns().size() > 0,
                    to,
                    from == 0);
        }

        @Override
        public Optional<RecordReader> records(String name, ReadRequest request) {
            if (request.columns().size() > 0) {
                check(request.columns());
            }
            return options.givenCharset().map(Charsets::isUtf8).orElse(true)
                    ? Optional.of(new TextRecordReader(name, request.columns().size() > 0))
                    : Optional.empty();
        }

        @Override
        public FormatWriter writer(OutputStream out, StructType schema) {
            check(schema);
            return new TextWriter(
                    out, options.lineSep().orElse("\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<RowEncoder> encoder(StructType schema) {
            check(schema);
            return Optional.of(TextFormat::encode);
        }

        private static void check(StructType schema) {
            if (schema.size() != 1 || !(schema.typeOf(0) instanceof StringType)) {
                throw new TidemillException(
                        Condition.INVALID_SCHEMA,
                        "text files have one column of type STRING, not %s"
                                .formatted(schema.toDDL()),
                        "select one STRING column, or use another format");
            }
        }
    }
}
