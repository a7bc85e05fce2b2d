package io.tidemill.kafka.sink;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Condition;
import io.tidemill.data.ListColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that are records already, with Spark's columns: `value`, and where wanted `key`, `topic`,
/// `partition` and `headers`. A NULL value is a tombstone, as is a row at weight -1.
final class SparkRows implements RowRecords {
    private static final List<String> COLUMNS =
            List.of("key", "value", "topic", "partition", "headers");

    private final int key;
    private final int value;
    private final int topic;
    private final int partition;
    private final int headers;
    private String lastTopic = "";
    private byte[] lastTopicBytes = {};

    /// @throws TidemillException INVALID_SCHEMA when these are not the columns of records
    SparkRows(StructType schema) {
        for (var field : schema.fieldList()) {
            if (!COLUMNS.contains(field.name())) {
                throw wrong("there is a column '" + field.name() + "'", schema);
            }
        }
        value = schema.indexOf("value");
        if (value < 0) {
            throw wrong("there is no column 'value'", schema);
        }
        key = schema.indexOf("key");
        topic = schema.indexOf("topic");
        partition = schema.indexOf("partition");
        headers = schema.indexOf("headers");
        check(schema, value, "STRING or BINARY", RawEncoder.isBytes(schema, value));
        check(schema, key, "STRING or BINARY", key < 0 || RawEncoder.isBytes(schema, key));
        check(schema, topic, "STRING", topic < 0 || schema.typeOf(topic) instanceof StringType);
        check(
                schema,
                partition,
                "INT",
                partition < 0 || schema.typeOf(partition) instanceof IntegerType);
        check(
                schema,
                headers,
                "ARRAY<STRUCT<key: STRING, value: BINARY>>",
                headers < 0 || isHeaders(schema.typeOf(headers)));
    }

    /// Whether each row may say which topic it goes to.
    static boolean namesTopic(StructType schema) {
        return schema.indexOf("topic") >= 0;
    }

    private static boolean isHeaders(DataType type) {
        return type instanceof ArrayType array
                && array.elementType() instanceof StructType header
                && header.size() == 2
                && header.typeOf(0) instanceof StringType
                && header.typeOf(1) instanceof BinaryType;
    }

    private static void check(StructType schema, int column, String expected, boolean fits) {
        if (!fits) {
            throw wrong(
                    "the column '%s' must be %s, not %s"
                            .formatted(
                                    schema.field(column).name(),
                                    expected,
                                    schema.typeOf(column).sql()),
                    schema);
        }
    }

    private static TidemillException wrong(String problem, StructType schema) {
        return new TidemillException(
                Condition.INVALID_SCHEMA,
                "without the option format, rows for Kafka have the columns %s, but %s in %s"
                        .formatted(String.join(", ", COLUMNS), problem, schema.toDDL()),
                "add the option format, such as format 'json', to write all columns as the value,"
                        + " or select value (and key, topic, partition, headers)");
    }

    @Override
    public void write(Batch batch, Out out) {
        var keys = key < 0 ? null : batch.bytes(key);
        var values = batch.bytes(value);
        for (int row = 0; row < batch.rows(); row++) {
            int to = -1;
            if (partition >= 0 && !batch.column(partition).isNull(row)) {
                to = (int) batch.longs(partition).getLong(row);
                if (to < 0) {
                    throw noPartition(batch, row, to);
                }
            }
            var name = topic < 0 ? null : topic(batch.bytes(topic), row);
            if (keys == null || keys.isNull(row)) {
                out.begin(batch, row, name, to, null, 0, 0);
            } else {
                out.begin(batch, row, name, to, keys.data(), keys.starts()[row], keys.ends()[row]);
            }
            if (batch.weight(row) > 0 && !values.isNull(row)) {
                out.value(values.data(), values.starts()[row], values.ends()[row]);
            }
            if (headers >= 0 && !batch.column(headers).isNull(row)) {
                headers(batch, (ListColumn) batch.column(headers), row, out);
            }
            out.end();
        }
    }

    private static TidemillException noPartition(Batch batch, int row, int partition) {
        return new TidemillException(
                Condition.KAFKA_PARTITION_NOT_FOUND,
                "%s is for partition %d".formatted(batch.describe(row), partition),
                "partitions count from 0; NULL leaves the choice to the key");
    }

    private @Nullable String topic(BytesColumn topics, int row) {
        if (topics.isNull(row)) {
            return null;
        }
        int from = topics.starts()[row];
        int to = topics.ends()[row];
        if (!Arrays.equals(lastTopicBytes, 0, lastTopicBytes.length, topics.data(), from, to)) {
            lastTopicBytes = Arrays.copyOfRange(topics.data(), from, to);
            lastTopic = new String(lastTopicBytes, StandardCharsets.UTF_8);
        }
        return lastTopic;
    }

    private static void headers(Batch batch, ListColumn lists, int row, Out out) {
        var elements = (StructColumn) lists.elements();
        var names = (BytesColumn) elements.field(0);
        var values = (BytesColumn) elements.field(1);
        for (int i = lists.starts()[row]; i < lists.ends()[row]; i++) {
            if (elements.isNull(i) || names.isNull(i)) {
                throw new TidemillException(
                        Condition.INCOMPATIBLE_DATA_FOR_TABLE,
                        "%s has a header without a key".formatted(batch.describe(row)),
                        "leave such headers out with filter(headers, h -> h.key IS NOT NULL)");
            }
            out.header(bytes(names, i), values.isNull(i) ? null : bytes(values, i));
        }
    }

    private static byte[] bytes(BytesColumn column, int row) {
        return Arrays.copyOfRange(column.data(), column.starts()[row], column.ends()[row]);
    }
}
