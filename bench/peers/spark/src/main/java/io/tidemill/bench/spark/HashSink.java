package io.tidemill.bench.spark;

import io.tidemill.bench.RowHash;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/// A sink on Spark's own interface that hashes each row where it is and sends two numbers a task to
/// the driver, which counts them in when the epoch commits. In output mode complete an epoch's rows
/// take the place of those before.
public final class HashSink implements TableProvider {
    private static final RowHash TOTAL = new RowHash();

    static synchronized long rows() {
        return TOTAL.rows();
    }

    static synchronized long sum() {
        return TOTAL.sum();
    }

    private static synchronized void clear() {
        TOTAL.clear();
    }

    private static synchronized void add(Counted counted) {
        TOTAL.add(counted.rows(), counted.sum());
    }

    private record Counted(long rows, long sum) implements WriterCommitMessage {}

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return new StructType();
    }

    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitions, Map<String, String> options) {
        return new HashTable();
    }

    private static final class HashTable implements SupportsWrite {
        @Override
        public String name() {
            return "hash";
        }

        @Override
        public StructType schema() {
            return new StructType();
        }

        @Override
        public Set<TableCapability> capabilities() {
            return EnumSet.of(
                    TableCapability.STREAMING_WRITE,
                    TableCapability.TRUNCATE,
                    TableCapability.ACCEPT_ANY_SCHEMA);
        }

        @Override
        public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
            var types = info.schema();
            return new HashWriteBuilder(types, false);
        }
    }

    private record HashWriteBuilder(StructType types, boolean whole)
            implements WriteBuilder, SupportsTruncate {
        @Override
        public WriteBuilder truncate() {
            return new HashWriteBuilder(types, true);
        }

        @Override
        public Write build() {
            return new Write() {
                @Override
                public StreamingWrite toStreaming() {
                    return new HashWrite(types, whole);
                }
            };
        }
    }

    private static final class HashWrite implements StreamingWrite {
        private final StructType types;

        private final boolean whole;

        HashWrite(StructType types, boolean whole) {
            this.types = types;
            this.whole = whole;
        }

        @Override
        public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
            return new HashWriters(types);
        }

        @Override
        public void commit(long epochId, WriterCommitMessage[] messages) {
            if (whole) {
                clear();
            }
            for (var message : messages) {
                if (message instanceof Counted counted) {
                    add(counted);
                }
            }
        }

        @Override
        public void abort(long epochId, WriterCommitMessage[] messages) {}
    }

    private record HashWriters(StructType types) implements StreamingDataWriterFactory {
        @Override
        public DataWriter<InternalRow> createWriter(int partition, long task, long epoch) {
            return new HashWriter(types);
        }
    }

    private static final class HashWriter implements DataWriter<InternalRow> {
        private final RowHash hash = new RowHash();
        private final DataType[] types;

        HashWriter(StructType schema) {
            types = new DataType[schema.length()];
            for (int i = 0; i < types.length; i++) {
                types[i] = schema.fields()[i].dataType();
            }
        }

        @Override
        public void write(InternalRow row) {
            hash.begin();
            for (int i = 0; i < types.length; i++) {
                if (row.isNullAt(i)) {
                    hash.addNull();
                } else if (types[i] instanceof StringType) {
                    byte[] bytes = row.getUTF8String(i).getBytes();
                    hash.addBytes(bytes, 0, bytes.length);
                } else if (types[i] instanceof DoubleType) {
                    hash.addDouble(row.getDouble(i));
                } else if (types[i] instanceof IntegerType) {
                    hash.addLong(row.getInt(i));
                } else if (types[i] instanceof BooleanType) {
                    hash.addLong(row.getBoolean(i) ? 1 : 0);
                } else if (types[i] instanceof DecimalType) {
                    var type = (DecimalType) types[i];
                    hash.addLong(
                            row.getDecimal(i, type.precision(), type.scale()).toUnscaledLong());
                } else {
                    hash.addLong(row.getLong(i));
                }
            }
            hash.end();
        }

        @Override
        public WriterCommitMessage commit() {
            return new Counted(hash.rows(), hash.sum());
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}
