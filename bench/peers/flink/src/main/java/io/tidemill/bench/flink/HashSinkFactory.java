package io.tidemill.bench.flink;

import io.tidemill.bench.RowHash;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.types.RowKind;

/// A sink on Flink's own two-phase interface that hashes each row where it is; what a task counted
/// between two checkpoints is its committable, counted in when the checkpoint is complete. Rows
/// that are taken back are counted off.
public final class HashSinkFactory implements DynamicTableSinkFactory {
    private static final RowHash TOTAL = new RowHash();

    static synchronized long rows() {
        return TOTAL.rows();
    }

    static synchronized long sum() {
        return TOTAL.sum();
    }

    private static synchronized void add(Counted counted) {
        TOTAL.add(counted.rows(), counted.sum());
    }

    /// What one task counted.
    public record Counted(long rows, long sum) implements Serializable {}

    @Override
    public String factoryIdentifier() {
        return "bench-hash";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        var types =
                context.getCatalogTable()
                        .getResolvedSchema()
                        .toPhysicalRowDataType()
                        .getLogicalType()
                        .getChildren();
        return new HashTable(List.copyOf(types));
    }

    private record HashTable(List<LogicalType> types) implements DynamicTableSink {
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return requested.containsOnly(RowKind.INSERT) ? requested : ChangelogMode.all();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return SinkV2Provider.of(new HashSink(types.toArray(LogicalType[]::new)));
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "hash";
        }
    }

    private static final class HashSink implements Sink<RowData>, SupportsCommitter<Counted> {
        private final LogicalType[] types;

        HashSink(LogicalType[] types) {
            this.types = types;
        }

        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) {
            return new HashWriter(types);
        }

        @Override
        public Committer<Counted> createCommitter(CommitterInitContext context) {
            return new Committer<>() {
                @Override
                public void commit(Collection<CommitRequest<Counted>> requests) {
                    for (var request : requests) {
                        add(request.getCommittable());
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public SimpleVersionedSerializer<Counted> getCommittableSerializer() {
            return new CountedSerializer();
        }
    }

    private static final class CountedSerializer implements SimpleVersionedSerializer<Counted> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Counted counted) {
            return ByteBuffer.allocate(16).putLong(counted.rows()).putLong(counted.sum()).array();
        }

        @Override
        public Counted deserialize(int version, byte[] bytes) {
            var buffer = ByteBuffer.wrap(bytes);
            return new Counted(buffer.getLong(), buffer.getLong());
        }
    }

    private static final class HashWriter implements CommittingSinkWriter<RowData, Counted> {
        private final LogicalType[] types;
        private RowHash hash = new RowHash();

        HashWriter(LogicalType[] types) {
            this.types = types;
        }

        @Override
        public void write(RowData row, Context context) {
            hash.begin();
            for (int i = 0; i < types.length; i++) {
                if (row.isNullAt(i)) {
                    hash.addNull();
                    continue;
                }
                switch (types[i].getTypeRoot()) {
                    case VARCHAR, CHAR -> {
                        byte[] bytes = row.getString(i).toBytes();
                        hash.addBytes(bytes, 0, bytes.length);
                    }
                    case DOUBLE -> hash.addDouble(row.getDouble(i));
                    case INTEGER -> hash.addLong(row.getInt(i));
                    case BOOLEAN -> hash.addLong(row.getBoolean(i) ? 1 : 0);
                    case DECIMAL -> {
                        var type = (DecimalType) types[i];
                        hash.addLong(
                                row.getDecimal(i, type.getPrecision(), type.getScale())
                                        .toBigDecimal()
                                        .unscaledValue()
                                        .longValue());
                    }
                    case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                        var type = (LocalZonedTimestampType) types[i];
                        var time = row.getTimestamp(i, type.getPrecision());
                        hash.addLong(
                                time.getMillisecond() * 1000 + time.getNanoOfMillisecond() / 1000);
                    }
                    case TIMESTAMP_WITHOUT_TIME_ZONE -> {
                        var type = (TimestampType) types[i];
                        var time = row.getTimestamp(i, type.getPrecision());
                        hash.addLong(
                                time.getMillisecond() * 1000 + time.getNanoOfMillisecond() / 1000);
                    }
                    default -> hash.addLong(row.getLong(i));
                }
            }
            switch (row.getRowKind()) {
                case INSERT, UPDATE_AFTER -> hash.end();
                case UPDATE_BEFORE, DELETE -> hash.endTaken();
            }
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public Collection<Counted> prepareCommit() {
            var counted = new Counted(hash.rows(), hash.sum());
            hash = new RowHash();
            return List.of(counted);
        }

        @Override
        public void close() {}
    }
}
