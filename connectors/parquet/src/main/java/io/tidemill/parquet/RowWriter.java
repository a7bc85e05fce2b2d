package io.tidemill.parquet;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.StructType;
import java.nio.ByteBuffer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/// Hands rows to parquet-column, which cuts them into levels and values.
final class RowWriter {
    private final StructType schema;
    private final RecordConsumer consumer;
    private long count;

    RowWriter(StructType schema, RecordConsumer consumer) {
        this.schema = schema;
        this.consumer = consumer;
    }

    long count() {
        return count;
    }

    void write(Batch batch, int row) {
        consumer.startMessage();
        for (int i = 0; i < schema.size(); i++) {
            field(schema.field(i).name(), i, batch.column(i), row);
        }
        consumer.endMessage();
        count++;
    }

    void flush() {
        consumer.flush();
    }

    private void field(String name, int index, Column column, int row) {
        if (!column.isNull(row)) {
            consumer.startField(name, index);
            value(column, row);
            consumer.endField(name, index);
        }
    }

    private void value(Column column, int row) {
        switch (column) {
            case LongColumn longs -> integer(longs.type(), longs.getLong(row));
            case DoubleColumn doubles -> {
                if (doubles.type() instanceof FloatType) {
                    consumer.addFloat((float) doubles.getDouble(row));
                } else {
                    consumer.addDouble(doubles.getDouble(row));
                }
            }
            case BytesColumn bytes -> {
                int from = bytes.starts()[row];
                consumer.addBinary(
                        Binary.fromReusedByteArray(bytes.data(), from, bytes.ends()[row] - from));
            }
            case DecimalColumn decimals -> decimal(decimals, row);
            case StructColumn struct -> {
                consumer.startGroup();
                var type = (StructType) struct.type();
                for (int i = 0; i < struct.fieldCount(); i++) {
                    field(type.field(i).name(), i, struct.field(i), row);
                }
                consumer.endGroup();
            }
            case ListColumn list -> list(list, row);
            case MapColumn map -> map(map, row);
        }
    }

    private void integer(DataType type, long value) {
        if (type instanceof BooleanType) {
            consumer.addBoolean(value != 0);
        } else if (type instanceof DecimalType decimal
                ? decimal.precision() <= SchemaToFile.DIGITS_OF_INT
                : SchemaToFile.isInt(type)) {
            consumer.addInteger((int) value);
        } else {
            consumer.addLong(value);
        }
    }

    /// The last bytes of the 128 bits, greatest first.
    private void decimal(DecimalColumn column, int row) {
        int length = SchemaToFile.bytes(((DecimalType) column.type()).precision());
        var bytes = ByteBuffer.allocate(16);
        bytes.putLong(column.high()[row]).putLong(column.low()[row]);
        consumer.addBinary(Binary.fromConstantByteArray(bytes.array(), 16 - length, length));
    }

    private void list(ListColumn list, int row) {
        consumer.startGroup();
        int from = list.starts()[row];
        int to = list.ends()[row];
        if (from < to) {
            consumer.startField("list", 0);
            for (int at = from; at < to; at++) {
                consumer.startGroup();
                field("element", 0, list.elements(), at);
                consumer.endGroup();
            }
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }

    private void map(MapColumn map, int row) {
        consumer.startGroup();
        int from = map.starts()[row];
        int to = map.ends()[row];
        if (from < to) {
            consumer.startField("key_value", 0);
            for (int at = from; at < to; at++) {
                consumer.startGroup();
                field("key", 0, map.keys(), at);
                field("value", 1, map.values(), at);
                consumer.endGroup();
            }
            consumer.endField("key_value", 0);
        }
        consumer.endGroup();
    }
}
