package io.tidemill.kafka.avro;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.Format;
import io.tidemill.connect.FormatWriter;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.connect.RowEncoder;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A format whose records say what they are, with the id of a schema in front, which is passed
/// over: JSON that was written with a registry. A record without an id is read as it is.
///
/// @param inner the format of what stands behind the id
public record FramedFormat(Format.Configured inner) implements Format.Configured {
    private static final int HEAD = 5;

    @Override
    public boolean splittable() {
        return inner.splittable();
    }

    @Override
    public boolean selfCompressed() {
        return inner.selfCompressed();
    }

    @Override
    public Format.Configured withTable(StructType columns) {
        return new FramedFormat(inner.withTable(columns));
    }

    @Override
    public StructType infer(List<Path> files, FileOpener opener) throws IOException {
        return inner.infer(files, opener);
    }

    @Override
    public SplitReader reader(FileOpener opener, Path file, long from, long to, ReadRequest request)
            throws IOException {
        return inner.reader(opener, file, from, to, request);
    }

    @Override
    public FormatWriter writer(OutputStream out, StructType schema) throws IOException {
        return inner.writer(out, schema);
    }

    @Override
    public Optional<RowEncoder> encoder(StructType schema) {
        return inner.encoder(schema);
    }

    @Override
    public Optional<RecordReader> records(String name, ReadRequest request) {
        return inner.records(name, request).map(Framed::new);
    }

    private static final class Framed implements RecordReader {
        private final RecordReader inner;
        private byte[] bytes = {};

        Framed(RecordReader inner) {
            this.inner = inner;
        }

        @Override
        public void begin(Batch batch, byte[] bytes, int arena) {
            this.bytes = bytes;
            inner.begin(batch, bytes, arena);
        }

        @Override
        public int read(int from, int to, long offset, int row) {
            boolean framed = to - from >= HEAD && bytes[from] == 0;
            return inner.read(framed ? from + HEAD : from, to, offset, row);
        }
    }
}
