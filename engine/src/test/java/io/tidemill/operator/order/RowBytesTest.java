package io.tidemill.operator.order;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.data.RandomValues;
import io.tidemill.operator.BoxOrder;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// The bytes of rows of random types against rows as objects: the same order, and back exactly.
class RowBytesTest {
    private static final List<String> TYPES =
            List.of(
                    "BOOLEAN",
                    "TINYINT",
                    "INT",
                    "BIGINT",
                    "FLOAT",
                    "DOUBLE",
                    "DECIMAL(9,2)",
                    "DECIMAL(30,3)",
                    "STRING",
                    "BINARY",
                    "DATE",
                    "TIMESTAMP",
                    "ARRAY<STRING>",
                    "ARRAY<DOUBLE>",
                    "ARRAY<BINARY>",
                    "MAP<STRING, DOUBLE>",
                    "MAP<INT, ARRAY<INT>>",
                    "STRUCT<a: BINARY, b: DOUBLE, c: MAP<INT, STRING>>");

    @Test
    void bytesCompareAsRowsDoAndComeBackExactly() {
        for (long seed = 0; seed < 200; seed++) {
            new Trial(seed).run();
        }
    }

    private static final class Trial {
        private final SplittableRandom random;
        private final RandomValues values;
        private final StructType schema;
        private final List<RowBytes.Part> parts = new ArrayList<>();
        private final Batch batch;
        private final String about;

        Trial(long seed) {
            random = new SplittableRandom(seed);
            values = new RandomValues(random);
            var ddl = new ArrayList<String>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                ddl.add("c%d %s".formatted(i, TYPES.get(random.nextInt(TYPES.size()))));
            }
            schema = StructType.fromDDL(String.join(", ", ddl));
            for (int i = 0; i < schema.size(); i++) {
                parts.add(new RowBytes.Part(i, i, random.nextBoolean(), random.nextBoolean()));
            }
            batch = Batch.create(schema, 4);
            about = "seed %d: %s %s".formatted(seed, ddl, parts);
        }

        private Object[] row() {
            var row = new Object[schema.size()];
            for (int i = 0; i < row.length; i++) {
                boolean again = batch.rows() > 0 && random.nextInt(3) > 0;
                row[i] =
                        again
                                ? batch.column(i).get(random.nextInt(batch.rows()))
                                : random.nextInt(6) == 0
                                        ? zero(i)
                                        : values.nullable(schema.typeOf(i));
            }
            return row;
        }

        private Object zero(int column) {
            return switch (schema.typeOf(column).typeName()) {
                case "double" -> -0.0;
                case "binary" -> new byte[] {0, 1, 0, 0, -1};
                default -> values.nullable(schema.typeOf(column));
            };
        }

        void run() {
            for (int i = 0; i < 12; i++) {
                batch.append(row());
            }
            var codec = new RowBytes(schema, parts, random.nextInt(parts.size() + 1));
            var encoded = new ArrayList<byte[]>();
            for (int i = 0; i < batch.rows(); i++) {
                codec.encode(batch, i);
                encoded.add(Arrays.copyOf(codec.bytes(), codec.length()));
            }
            for (int a = 0; a < batch.rows(); a++) {
                for (int b = 0; b < batch.rows(); b++) {
                    int expected = compare(batch.row(a), batch.row(b));
                    int found = Arrays.compareUnsigned(encoded.get(a), encoded.get(b));
                    if (expected != 0) {
                        assertThat(Integer.signum(found))
                                .as("%s: %s and %s", about, shown(a), shown(b))
                                .isEqualTo(Integer.signum(expected));
                    }
                    int first = codec.compareFirst(batch, a, encoded.get(b), 0);
                    assertThat(first == 0 || Integer.signum(first) == Integer.signum(expected))
                            .as("first keys alone, %s: %s and %s", about, shown(a), shown(b))
                            .isTrue();
                }
            }
            var back = Batch.create(schema, 1);
            for (int i = 0; i < batch.rows(); i++) {
                back.reserve(i + 1);
                var page = new byte[7 + encoded.get(i).length + 5];
                System.arraycopy(encoded.get(i), 0, page, 7, encoded.get(i).length);
                codec.decode(page, 7, 7 + encoded.get(i).length, back, i);
                back.setRows(i + 1);
            }
            for (int i = 0; i < batch.rows(); i++) {
                assertThat(text(back.row(i))).as(about).isEqualTo(text(batch.row(i)));
            }
        }

        private String shown(int row) {
            return text(batch.row(row));
        }

        /// Tells -0.0 from 0.0, and maps by the order of their entries.
        private static String text(Object[] row) {
            return OperatorHarness.plain(Arrays.asList(row)).toString();
        }

        private int compare(Object[] left, Object[] right) {
            for (int i = 0; i < left.length; i++) {
                var part = parts.get(i);
                int order;
                if (left[i] == null || right[i] == null) {
                    order = BoxOrder.compare(left[i], right[i]);
                    order = part.nullsFirst() ? order : -order;
                } else {
                    order = BoxOrder.compare(left[i], right[i]);
                    order = part.ascending() ? order : -order;
                }
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }
}
