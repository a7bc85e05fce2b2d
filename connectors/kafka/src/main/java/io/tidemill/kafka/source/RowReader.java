package io.tidemill.kafka.source;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.format.Nulls;
import io.tidemill.format.RowOrigins;
import io.tidemill.kafka.RecordPart;
import io.tidemill.kafka.RowLayout;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// Fills batches with the columns asked for, from decoded records of one partition. Made once and
/// used for one range of offsets after the other, by one thread at a time.
///
/// A record whose value is null is a row whose columns of the value are NULL; the same for keys. A
/// value that gives several rows (an array of JSON) has its key and its parts in each of them.
final class RowReader {
    private final TopicPartition partition;
    private final RecordDecoder decoder;
    private final Records records = new Records();
    private final StructType columns;
    private final List<Part> parts = new ArrayList<>();
    private final Optional<Fields> key;
    private final Optional<Fields> value;
    private final RowOrigins origins;
    private final byte[] topic;
    private BadRecords badRecords = (_, _, _, _, _, _) -> {};
    private int[] recordOf = new int[Batch.ROWS];
    private final HeaderColumn headers = new HeaderColumn();

    /// A column that is a part of the record as it is.
    private record Part(int index, RecordPart part) {}

    /// Columns that are read from the key or the value.
    private static final class Fields {
        private final int[] indices;
        private final StructType columns;
        private final RecordReader reader;

        Fields(int[] indices, StructType columns, RecordReader reader) {
            this.indices = indices;
            this.columns = columns;
            this.reader = reader;
        }

        /// The columns of these fields in a batch.
        Batch of(Batch batch) {
            var picked = new Column[indices.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = batch.column(indices[i]);
            }
            return new Batch(columns, picked);
        }
    }

    /// @param columns those asked for
    RowReader(TopicPartition partition, RowLayout layout, StructType columns, boolean checksums) {
        this.partition = partition;
        this.columns = columns;
        decoder = new RecordDecoder(checksums);
        origins = new RowOrigins(partition.toString());
        topic = partition.topic().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < columns.size(); i++) {
            var part = layout.parts().get(columns.field(i).name());
            if (part != null) {
                parts.add(new Part(i, part));
            }
        }
        key = layout.key().flatMap(encoded -> fields(encoded, false));
        value = layout.value().flatMap(encoded -> fields(encoded, true));
    }

    /// @param always also when no column is asked for: whether a record is bad is seen in its value
    private Optional<Fields> fields(RowLayout.Encoded encoded, boolean always) {
        var wanted = new ArrayList<StructField>();
        var indices = new ArrayList<Integer>();
        for (int i = 0; i < columns.size(); i++) {
            if (encoded.columns().indexOf(columns.field(i).name()) >= 0) {
                wanted.add(columns.field(i));
                indices.add(i);
            }
        }
        if (wanted.isEmpty() && !always) {
            return Optional.empty();
        }
        var schema = new StructType(wanted);
        var reader =
                encoded.format()
                        .records(
                                partition.toString(),
                                new ReadRequest(
                                        schema,
                                        (file, offset, record, from, to, reason) ->
                                                badRecords.reject(
                                                        file, offset, record, from, to, reason)))
                        .orElseThrow(() ->
                                new IllegalStateException("the format does not read records"));
        return Optional.of(
                new Fields(indices.stream().mapToInt(Integer::intValue).toArray(), schema, reader));
    }

    /// Begins a range of offsets.
    RecordDecoder begin(long from, long to, BadRecords listener) {
        badRecords = listener;
        decoder.range(partition.toString(), from, to);
        return decoder;
    }

    Records records() {
        return records;
    }

    /// Fills a batch, which is empty, with the records that were decoded.
    void fill(Batch batch) {
        records.close();
        batch.reserve(Math.max(records.count, 1));
        int rows = value.isPresent() ? values(batch, value.get()) : each();
        batch.reserve(rows);
        key.ifPresent(fields -> keys(batch, fields, rows));
        for (var part : parts) {
            part(batch.column(part.index()), part.part(), rows);
        }
        long[] offsets = origins.reserve(rows);
        for (int row = 0; row < rows; row++) {
            offsets[row] = records.offsets[recordOf[row]];
        }
        batch.setOrigin(origins);
        batch.setRows(rows);
    }

    private int each() {
        for (int i = 0; i < records.count; i++) {
            recordOf[i] = i;
        }
        return records.count;
    }

    private int values(Batch batch, Fields fields) {
        var picked = fields.of(batch);
        fields.reader.begin(picked, records.bytes, records.arena());
        int rows = 0;
        for (int i = 0; i < records.count; i++) {
            int before = rows;
            int from = records.valueFrom[i];
            rows =
                    from < 0
                            ? nulls(picked, rows)
                            : fields.reader.read(
                                    from, records.valueTo[i], records.offsets[i], rows);
            if (rows > recordOf.length) {
                recordOf = Arrays.copyOf(recordOf, 2 * rows);
            }
            Arrays.fill(recordOf, before, rows, i);
        }
        return rows;
    }

    private static int nulls(Batch picked, int row) {
        picked.reserve(row + 1);
        for (int i = 0; i < picked.columnCount(); i++) {
            Nulls.set(picked.column(i), row);
        }
        return row + 1;
    }

    /// A key is read into the rows of its record; one that gives no row, or several, is NULL.
    private void keys(Batch batch, Fields fields, int rows) {
        var picked = fields.of(batch);
        fields.reader.begin(picked, records.bytes, records.arena());
        for (int row = 0; row < rows; row++) {
            int record = recordOf[row];
            int from = records.keyFrom[record];
            if (from < 0
                    || fields.reader.read(from, records.keyTo[record], records.offsets[record], row)
                            != row + 1) {
                for (int i = 0; i < picked.columnCount(); i++) {
                    Nulls.undo(picked.column(i), row);
                }
                nulls(picked, row);
            }
        }
    }

    private void part(Column column, RecordPart part, int rows) {
        switch (part) {
            case KEY -> bytes((BytesColumn) column, records.keyFrom, records.keyTo, rows);
            case VALUE -> bytes((BytesColumn) column, records.valueFrom, records.valueTo, rows);
            case TOPIC -> {
                var strings = (BytesColumn) column;
                strings.share(topic);
                for (int row = 0; row < rows; row++) {
                    strings.setView(row, 0, topic.length);
                }
            }
            case PARTITION -> {
                var longs = ((LongColumn) column).values();
                Arrays.fill(longs, 0, rows, partition.partition());
            }
            case OFFSET -> {
                var longs = ((LongColumn) column).values();
                for (int row = 0; row < rows; row++) {
                    longs[row] = records.offsets[recordOf[row]];
                }
            }
            case TIMESTAMP -> {
                var longs = ((LongColumn) column).values();
                for (int row = 0; row < rows; row++) {
                    longs[row] = records.timestamps[recordOf[row]] * 1000;
                }
            }
            case TIMESTAMP_TYPE -> {
                var longs = ((LongColumn) column).values();
                for (int row = 0; row < rows; row++) {
                    longs[row] = records.timestampTypes[recordOf[row]];
                }
            }
            case HEADERS -> headers.fill((ListColumn) column, rows);
        }
    }

    private void bytes(BytesColumn column, int[] from, int[] to, int rows) {
        column.share(records.bytes);
        for (int row = 0; row < rows; row++) {
            int record = recordOf[row];
            if (from[record] < 0) {
                column.setNull(row);
            } else {
                column.setView(row, from[record], to[record]);
            }
        }
    }

    /// Fills the column of headers: an array of key and value; NULL for a record without any, as
    /// Spark has it.
    private final class HeaderColumn implements RecordDecoder.Headers {
        private int row;
        private int count;
        private final List<int[]> found = new ArrayList<>();

        void fill(ListColumn column, int rows) {
            var element = (StructColumn) column.elements();
            Nulls.share(element, records.bytes);
            for (row = 0; row < rows; row++) {
                found.clear();
                count = 0;
                decoder.headers(records, recordOf[row], this);
                if (count == 0) {
                    column.setNull(row);
                } else {
                    put(column, element);
                }
            }
        }

        private void put(ListColumn column, StructColumn element) {
            int at = column.extend(row, count);
            for (var header : found) {
                ((BytesColumn) element.field(0)).setView(at, header[0], header[1]);
                if (header[2] < 0) {
                    element.field(1).setNull(at);
                } else {
                    ((BytesColumn) element.field(1)).setView(at, header[2], header[3]);
                }
                at++;
            }
        }

        @Override
        public void header(int keyFrom, int keyTo, int valueFrom, int valueTo) {
            found.add(new int[] {keyFrom, keyTo, valueFrom, valueTo});
            count++;
        }
    }
}
