package io.tidemill.data;

import io.tidemill.sql.types.StructType;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/// Batches as bytes, column by column: how state lies in checkpoints.
///
///     batch    rows (4), weights follow (1), the weights (8 each), then the columns
///     column   nulls follow (1), whether there is a value (1 a row), then by kind, for each row that
///              is not NULL
///              long, double   8
///              decimal        8 high, 8 low
///              bytes          length (4), the bytes
///              list           length (4), the elements as a column
///              map            length (4), the keys and the values as a column each
///              struct         not by row: the column of each field, all rows
///
/// Numbers are big-endian. The schema is not in it; whoever reads must know it.
public final class BatchCodec {
    private BatchCodec() {}

    /// The bytes of a batch.
    public static byte[] encode(Batch batch) {
        var encoder = new BatchEncoder();
        encoder.encode(batch);
        return encoder.toBytes();
    }

    /// The batch that [#encode] was given.
    ///
    /// @throws IllegalArgumentException when the bytes are not a batch of that schema
    public static Batch decode(StructType schema, byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int rows = in.readInt();
            if (rows < 0 || rows > bytes.length * 64L) {
                throw new IllegalArgumentException(rows + " rows in " + bytes.length + " bytes");
            }
            var batch = Batch.create(schema, rows);
            long[] weights = in.readBoolean() ? new long[rows] : null;
            for (int row = 0; weights != null && row < rows; row++) {
                weights[row] = in.readLong();
            }
            for (int i = 0; i < batch.columnCount(); i++) {
                read(in, batch.column(i), 0, rows);
            }
            batch.setRows(rows);
            batch.setWeights(weights);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("bytes are left behind a batch of " + schema);
            }
            return batch;
        } catch (EOFException e) {
            throw new IllegalArgumentException(
                    "the bytes of a batch of %s end early".formatted(schema), e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
    }

    private static void read(DataInputStream in, Column column, int from, int to)
            throws IOException {
        column.reserve(to);
        if (in.readBoolean()) {
            for (int row = from; row < to; row++) {
                if (!in.readBoolean()) {
                    column.setNull(row);
                }
            }
        }
        if (column instanceof StructColumn struct) {
            for (int i = 0; i < struct.fieldCount(); i++) {
                read(in, struct.field(i), from, to);
            }
            return;
        }
        for (int row = from; row < to; row++) {
            if (!column.isNull(row)) {
                readValue(in, column, row);
            }
        }
    }

    private static void readValue(DataInputStream in, Column column, int row) throws IOException {
        switch (column) {
            case LongColumn longs -> longs.setLong(row, in.readLong());
            case DoubleColumn doubles -> doubles.setDouble(row, in.readDouble());
            case DecimalColumn decimals -> decimals.setDecimal(row, in.readLong(), in.readLong());
            case BytesColumn bytes -> {
                byte[] value = in.readNBytes(length(in));
                bytes.append(row, value, 0, value.length);
            }
            case ListColumn list -> {
                int length = length(in);
                int at = list.extend(row, length);
                read(in, list.elements(), at, at + length);
            }
            case MapColumn map -> {
                int length = length(in);
                int at = map.extend(row, length);
                read(in, map.keys(), at, at + length);
                read(in, map.values(), at, at + length);
            }
            case StructColumn _ -> throw new IllegalStateException("structs are read as a whole");
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a length of %d is not possible".formatted(length));
        }
        return length;
    }
}
