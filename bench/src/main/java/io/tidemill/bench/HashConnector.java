package io.tidemill.bench;

import io.tidemill.connect.Connector;
import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.Token;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.StructType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// `bench-hash`: a staged sink that hashes each row; what a writer counted is its token, counted in
/// when the epoch commits. Rows of a changelog that are taken back are counted off.
public final class HashConnector implements Connector {
    private static final RowHash TOTAL = new RowHash();

    static synchronized long rows() {
        return TOTAL.rows();
    }

    static synchronized long sum() {
        return TOTAL.sum();
    }

    private static synchronized void add(long rows, long sum) {
        TOTAL.add(rows, sum);
    }

    @Override
    public String name() {
        return "bench-hash";
    }

    @Override
    public Table table(TableContext context) {
        new OptionReader("table " + context.name(), context.options()).finish();
        return new Table() {
            @Override
            public StructType schema() {
                return context.schema().orElseGet(StructType::new);
            }

            @Override
            public Source source(boolean streaming) {
                throw new UnsupportedOperationException("bench-hash is only written");
            }

            @Override
            public Sink sink(StructType schema) {
                return new HashSink();
            }
        };
    }

    private static final class HashSink implements Sink {
        private long committed = -1;

        @Override
        public Kind kind() {
            return Kind.STAGED;
        }

        @Override
        public String description() {
            return "bench-hash";
        }

        @Override
        public Set<OutputMode> modes() {
            return Set.of(OutputMode.APPEND, OutputMode.CHANGELOG);
        }

        @Override
        public void fence(String queryId, long generation) {}

        @Override
        public OptionalLong lastCommitted(String queryId) {
            return OptionalLong.empty();
        }

        @Override
        public SinkWriter writer(EpochContext epoch, int partition) {
            return new HashWriter();
        }

        @Override
        public void commit(EpochContext epoch, List<Token> tokens) {
            if (epoch.epoch() <= committed) {
                return;
            }
            committed = epoch.epoch();
            for (var token : tokens) {
                var counted = ByteBuffer.wrap(token.bytes());
                add(counted.getLong(), counted.getLong());
            }
        }

        @Override
        public void close() {}
    }

    private static final class HashWriter implements SinkWriter {
        private final RowHash hash = new RowHash();
        private long[] states = {};

        @Override
        public void write(Batch batch) {
            int rows = batch.rows();
            if (states.length < rows) {
                states = new long[rows];
            }
            Arrays.fill(states, 0, rows, RowHash.BEGIN);
            boolean changes =
                    batch.columnCount() > 0 && batch.schema().field(0).name().equals("_op");
            for (int i = changes ? 1 : 0; i < batch.columnCount(); i++) {
                add(batch.column(i), rows);
            }
            long sum = 0;
            long count = 0;
            for (int row = 0; row < rows; row++) {
                int sign = changes ? sign(batch.bytes(0), row) : 1;
                sum += sign * RowHash.end(states[row]);
                count += sign;
            }
            hash.add(count, sum);
        }

        /// 1 for `+I` and `+U`, -1 for `-U` and `-D`.
        private static int sign(BytesColumn ops, int row) {
            return ops.data()[ops.starts()[row]] == '+' ? 1 : -1;
        }

        private void add(Column column, int rows) {
            switch (column) {
                case LongColumn longs -> addLongs(longs, longs.values(), rows);
                case DecimalColumn decimals -> addLongs(decimals, decimals.low(), rows);
                case DoubleColumn doubles -> {
                    for (int row = 0; row < rows; row++) {
                        states[row] =
                                doubles.isNull(row)
                                        ? RowHash.ofNull(states[row])
                                        : RowHash.ofLong(
                                                states[row],
                                                Double.doubleToLongBits(doubles.getDouble(row)));
                    }
                }
                case BytesColumn bytes -> addBytes(bytes, rows);
                default -> throw new IllegalStateException("no hash for " + column.type().sql());
            }
        }

        private void addLongs(Column column, long[] values, int rows) {
            for (int row = 0; row < rows; row++) {
                states[row] =
                        column.isNull(row)
                                ? RowHash.ofNull(states[row])
                                : RowHash.ofLong(states[row], values[row]);
            }
        }

        private void addBytes(BytesColumn column, int rows) {
            byte[] data = column.data();
            int[] starts = column.starts();
            int[] ends = column.ends();
            for (int row = 0; row < rows; row++) {
                states[row] =
                        column.isNull(row)
                                ? RowHash.ofNull(states[row])
                                : RowHash.ofBytes(states[row], data, starts[row], ends[row]);
            }
        }

        @Override
        public Token finish() {
            return new Token(
                    ByteBuffer.allocate(16).putLong(hash.rows()).putLong(hash.sum()).array());
        }

        @Override
        public void abort() {}
    }
}
