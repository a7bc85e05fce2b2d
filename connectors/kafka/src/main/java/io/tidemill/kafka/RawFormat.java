package io.tidemill.kafka;

import io.tidemill.connect.Format;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.connect.RowEncoder;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.sink.RawEncoder;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;

/// Keys and values as they are: one column of type BINARY, or of type STRING for UTF-8 that nobody
/// checks. For records, not for files.
final class RawFormat implements Format {
    static final String NAME = "raw";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String extension() {
        return ".bin";
    }

    @Override
    public Configured configure(OptionReader options) {
        return new Raw();
    }

    private static final class Raw implements RecordsOnly {
        @Override
        public Configured withTable(StructType columns) {
            if (columns.size() != 1 || !(columns.typeOf(0) instanceof BinaryType)) {
                throw new TidemillException(
                        Condition.INVALID_SCHEMA,
                        "the format 'raw' has one column of type BINARY, not " + columns.toDDL(),
                        "declare one, or use the format text for STRING");
            }
            return this;
        }

        @Override
        public Optional<RowEncoder> encoder(StructType schema) {
            return Optional.of(RawEncoder.of(schema));
        }

        @Override
        public Optional<RecordReader> records(String name, ReadRequest request) {
            return Optional.of(new RawReader(request.columns().size() > 0));
        }
    }

    private static final class RawReader implements RecordReader {
        private final boolean wanted;
        private Batch batch = Batch.create(new StructType(List.of()), 0);

        RawReader(boolean wanted) {
            this.wanted = wanted;
        }

        @Override
        public void begin(Batch batch, byte[] bytes, int arena) {
            this.batch = batch;
            if (wanted) {
                batch.bytes(0).share(bytes);
            }
        }

        @Override
        public int read(int from, int to, long offset, int row) {
            if (wanted) {
                batch.reserve(row + 1);
                batch.bytes(0).setView(row, from, to);
            }
            return row + 1;
        }
    }
}
