package io.tidemill.operator.order;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.data.RandomValues;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.PackedRows;
import org.junit.jupiter.api.Test;

/// Rows of random types that replace each other: each comes back as it was put, and stands to
/// others as its bytes do.
class PackedOrderTest {
    private static final List<String> TYPES =
            List.of(
                    "BOOLEAN",
                    "BIGINT",
                    "BIGINT",
                    "STRING",
                    "STRING",
                    "FLOAT",
                    "DOUBLE",
                    "DECIMAL(9,2)",
                    "DECIMAL(30,3)",
                    "BINARY",
                    "TIMESTAMP",
                    "ARRAY<DOUBLE>",
                    "MAP<STRING, DOUBLE>",
                    "STRUCT<a: BINARY, b: DOUBLE>");

    @Test
    void packedRowsStandToOthersAsTheirBytesDoAndComeBackExactly() {
        for (long seed = 0; seed < 200; seed++) {
            new Trial(seed).run();
        }
    }

    private static final class Trial {
        private final SplittableRandom random;
        private final StructType schema;
        private final List<RowBytes.Part> parts = new ArrayList<>();
        private final int[] columns;
        private final Batch batch;
        private final PackedRows rows;
        private final String about;

        Trial(long seed) {
            random = new SplittableRandom(seed);
            int width = random.nextInt(20) == 0 ? random.nextInt(30, 110) : random.nextInt(1, 6);
            var ddl = new ArrayList<String>();
            for (int i = 0; i < width; i++) {
                ddl.add("c%d %s".formatted(i, TYPES.get(random.nextInt(TYPES.size()))));
            }
            schema = StructType.fromDDL(String.join(", ", ddl));
            columns = IntStream.range(0, width).toArray();
            for (int i : columns) {
                parts.add(new RowBytes.Part(i, i, random.nextBoolean(), random.nextBoolean()));
            }
            rows = new PackedRows(schema);
            batch = Batch.create(schema, 4);
            about = "seed %d: %s %s".formatted(seed, ddl, parts);
        }

        void run() {
            fill();
            var kept = replaced();
            var read = Batch.create(schema, kept.length);
            for (int column : columns) {
                rows.read(column, kept, kept.length, read.column(column), 0);
            }
            for (int i = 0; i < kept.length; i++) {
                assertThat(text(read, i)).as(about).isEqualTo(text(batch, i));
            }
            var order = new PackedOrder(schema, parts, rows);
            var codec = new RowBytes(schema, parts, 0);
            for (int a = 0; a < batch.rows(); a++) {
                codec.encode(batch, a);
                var bytes = Arrays.copyOf(codec.bytes(), codec.length());
                for (int b = 0; b < batch.rows(); b++) {
                    codec.encode(batch, b);
                    int expected =
                            Arrays.compareUnsigned(
                                    bytes, 0, bytes.length, codec.bytes(), 0, codec.length());
                    assertThat(Integer.signum(order.compare(batch, a, kept[b])))
                            .as("%s: %s and %s", about, text(batch, a), text(batch, b))
                            .isEqualTo(Integer.signum(expected));
                }
            }
        }

        private void fill() {
            var values = new RandomValues(random);
            for (int row = 0; row < 12; row++) {
                int now = row;
                batch.append(
                        Arrays.stream(columns)
                                .mapToObj(i ->
                                        now > 0 && random.nextInt(4) > 0
                                                ? batch.column(i).get(random.nextInt(now))
                                                : random.nextInt(5) == 0
                                                                && schema.typeOf(i)
                                                                        .typeName()
                                                                        .equals("double")
                                                        ? (Object) (-0.0)
                                                        : values.nullable(schema.typeOf(i)))
                                .toArray());
            }
        }

        /// Puts every row in place of others, and moves them all.
        private long[] replaced() {
            var kept = new long[batch.rows()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = rows.put(batch, columns, random.nextInt(kept.length));
            }
            for (int i = 0; i < kept.length; i++) {
                kept[i] = rows.replace(kept[i], batch, columns, i);
            }
            var fresh = rows.empty();
            for (int i = 0; i < kept.length; i++) {
                kept[i] = rows.move(kept[i], fresh);
            }
            rows.become(fresh);
            return kept;
        }

        /// Tells -0.0 from 0.0, and maps by the order of their entries.
        private static String text(Batch batch, int row) {
            return OperatorHarness.plain(Arrays.asList(batch.row(row))).toString();
        }
    }
}
