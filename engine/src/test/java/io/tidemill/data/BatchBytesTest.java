package io.tidemill.data;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Batches are written a run of rows at a time; here is the same value by value.
class BatchBytesTest {
    private static final StructType SCHEMA =
            StructType.fromDDL(
                    "a BIGINT, b DOUBLE, c DECIMAL(38,10), d STRING, e ARRAY<INT>,"
                            + " f MAP<STRING, DOUBLE>, g STRUCT<x: INT, y: STRING>, h BOOLEAN");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void runsOfRowsAreTheBytesOfTheirValues(long seed) throws IOException {
        var random = new Random(seed);
        var batch = Batch.create(SCHEMA, 4);
        int rows = random.nextInt(300);
        boolean weights = random.nextBoolean();
        for (int i = 0; i < rows; i++) {
            batch.append(row(random, seed % 2 == 0), weights ? random.nextInt(3) - 1 : 1);
        }
        assertThat(BatchCodec.encode(batch)).isEqualTo(slowly(batch));
    }

    private static Object[] row(Random random, boolean nulls) {
        var row =
                new Object[] {
                    random.nextLong(),
                    random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian(),
                    new BigDecimal(new BigInteger(90, random), 10),
                    "ä".repeat(random.nextInt(20)),
                    Stream.generate(() -> random.nextInt(3) == 0 ? null : random.nextInt())
                            .limit(random.nextInt(4))
                            .collect(Collectors.toList()),
                    random.nextBoolean() ? Map.of() : Map.of("k" + random.nextInt(), 0.5),
                    new Object[] {random.nextInt(), "y" + random.nextInt(100)},
                    random.nextBoolean()
                };
        for (int i = 0; nulls && i < row.length; i++) {
            row[i] = random.nextInt(4) == 0 ? null : row[i];
        }
        return row;
    }

    private static byte[] slowly(Batch batch) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(batch.rows());
        out.writeBoolean(batch.weights() != null);
        for (int row = 0; batch.weights() != null && row < batch.rows(); row++) {
            out.writeLong(batch.weight(row));
        }
        for (int i = 0; i < batch.columnCount(); i++) {
            write(out, batch.column(i), 0, batch.rows());
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Column column, int from, int to)
            throws IOException {
        writeValidity(out, column, from, to);
        switch (column) {
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    write(out, struct.field(i), from, to);
                }
            }
            case ListColumn list ->
                    writeNested(
                            out,
                            column,
                            list.starts(),
                            list.ends(),
                            from,
                            to,
                            list.elements(),
                            null);
            case MapColumn map ->
                    writeNested(
                            out,
                            column,
                            map.starts(),
                            map.ends(),
                            from,
                            to,
                            map.keys(),
                            map.values());
            default -> {
                for (int row = from; row < to; row++) {
                    if (!column.isNull(row)) {
                        writeValue(out, column, row);
                    }
                }
            }
        }
    }

    private static void writeValidity(DataOutputStream out, Column column, int from, int to)
            throws IOException {
        boolean nulls = false;
        for (int row = from; row < to && !nulls; row++) {
            nulls = column.isNull(row);
        }
        out.writeBoolean(nulls);
        if (nulls) {
            for (int row = from; row < to; row++) {
                out.writeBoolean(!column.isNull(row));
            }
        }
    }

    private static void writeValue(DataOutputStream out, Column column, int row)
            throws IOException {
        switch (column) {
            case LongColumn longs -> out.writeLong(longs.getLong(row));
            case DoubleColumn doubles -> out.writeDouble(doubles.getDouble(row));
            case DecimalColumn decimals -> {
                out.writeLong(decimals.high()[row]);
                out.writeLong(decimals.low()[row]);
            }
            case BytesColumn bytes -> {
                int length = bytes.ends()[row] - bytes.starts()[row];
                out.writeInt(length);
                out.write(bytes.data(), bytes.starts()[row], length);
            }
            case ListColumn _, MapColumn _, StructColumn _ ->
                    throw new IllegalStateException("nested columns are written as a whole");
        }
    }

    private static void writeNested(
            DataOutputStream out,
            Column column,
            int[] starts,
            int[] ends,
            int from,
            int to,
            Column first,
            Column second)
            throws IOException {
        for (int row = from; row < to; row++) {
            if (!column.isNull(row)) {
                out.writeInt(ends[row] - starts[row]);
                write(out, first, starts[row], ends[row]);
                if (second != null) {
                    write(out, second, starts[row], ends[row]);
                }
            }
        }
    }
}
