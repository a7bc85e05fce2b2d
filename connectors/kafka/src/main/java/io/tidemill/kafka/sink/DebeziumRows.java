package io.tidemill.kafka.sink;

import io.tidemill.connect.EpochContext;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.Json;
import io.tidemill.format.ByteOut;
import io.tidemill.format.json.JsonFields;
import io.tidemill.format.json.JsonOptions;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Rows of a changelog, with a first column `_op`, in Debezium's envelope:
/// `{"before":…,"after":…,"op":"c","ts_ms":…,"source":{…}}`. An old row and its new one, which
/// stand behind one another, become one record of `op` `u`.
///
/// Without a key a record goes to the partition that its row says, so that a row's end comes behind
/// its beginning.
///
/// Source: Debezium's reference, *Change events*.
final class DebeziumRows implements RowRecords {
    private static final byte[] BEFORE = ascii("{\"before\":");
    private static final byte[] AFTER = ascii(",\"after\":");
    private static final byte[] OP = ascii(",\"op\":\"");
    private static final byte[] NULL = ascii("null");

    private final @Nullable Part key;
    private final JsonFields fields;
    private byte[] end = {};
    private Partitions partitions = new Partitions(1, 0);
    private final ByteOut bytes = new ByteOut();
    private final Column[] columns;

    /// @param rows with `_op` in front
    /// @param key of such rows
    DebeziumRows(StructType rows, @Nullable Part key, JsonOptions options) {
        var names = new StructType(rows.fieldList().subList(1, rows.size()));
        this.key = key;
        fields = new JsonFields(names, options);
        columns = new Column[names.size()];
    }

    /// The end of every record: the epoch's clock, and where it comes from.
    @Override
    public void begin(EpochContext epoch, @Nullable Partitions ofTopic) {
        var source = new LinkedHashMap<String, @Nullable Object>();
        source.put("connector", "tidemill");
        source.put("query", epoch.queryId());
        source.put("epoch", epoch.epoch());
        end =
                ascii(
                        "\",\"ts_ms\":%d,\"source\":%s}"
                                .formatted(
                                        Math.floorDiv(epoch.timeMicros(), 1000),
                                        Json.write(source)));
        partitions = ofTopic == null ? partitions : ofTopic;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(Batch batch, Out out) {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(i + 1);
        }
        var ops = batch.bytes(0);
        var keys = key == null ? null : key.encode(batch);
        for (int row = 0; row < batch.rows(); row++) {
            boolean gone = ops.data()[ops.starts()[row]] == '-';
            boolean replaced =
                    gone
                            && is(ops, row, 'U')
                            && row + 1 < batch.rows()
                            && ops.data()[ops.starts()[row + 1]] == '+'
                            && is(ops, row + 1, 'U');
            int before = gone ? row : -1;
            int after = replaced ? row + 1 : gone ? -1 : row;
            record(batch, before, after, keys, out);
            row += replaced ? 1 : 0;
        }
    }

    private static boolean is(BytesColumn ops, int row, char kind) {
        return ops.data()[ops.starts()[row] + 1] == kind;
    }

    /// @param before row that was; negative: none
    /// @param after row that is; negative: none
    private void record(Batch batch, int before, int after, @Nullable BytesColumn keys, Out out) {
        bytes.cut(0);
        bytes.put(BEFORE);
        int rowFrom = bytes.used();
        write(before);
        int rowTo = bytes.used();
        bytes.put(AFTER);
        if (before < 0) {
            rowFrom = bytes.used();
        }
        write(after);
        if (before < 0) {
            rowTo = bytes.used();
        }
        bytes.put(OP);
        bytes.put(before < 0 ? 'c' : after < 0 ? 'd' : 'u');
        bytes.put(end);
        int row = Math.max(before, after);
        if (keys != null && !keys.isNull(row)) {
            out.begin(batch, row, null, -1, keys.data(), keys.starts()[row], keys.ends()[row]);
        } else {
            int partition = partitions.of(bytes.bytes(), rowFrom, rowTo);
            out.begin(batch, row, null, partition, null, 0, 0);
        }
        out.value(bytes.bytes(), 0, bytes.used());
        out.end();
    }

    private void write(int row) {
        if (row < 0) {
            bytes.put(NULL);
        } else {
            fields.write(bytes, columns, row);
        }
    }
}
