package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.lit;
import static io.tidemill.sql.functions.udaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.expressions.Aggregator;
import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.OutputMode;
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Aggregates of the program in Columns, in SQL, over rows that change.
class AggregatorTest {
    private final TidemillSession session = Sessions.in(Path.of("."));

    @AfterEach
    void close() {
        session.close();
    }

    /// All values multiplied; NULL is -1.
    private static final class Product extends Aggregator<Long, Long, Long> {
        private static final long serialVersionUID = 1;

        static final AtomicLong REDUCED = new AtomicLong();

        @Override
        public Long zero() {
            return 1L;
        }

        @Override
        public Long reduce(Long buffer, Long value) {
            REDUCED.incrementAndGet();
            return buffer * (value == null ? -1 : value);
        }

        @Override
        public Long merge(Long first, Long second) {
            return first * second;
        }

        @Override
        public Long finish(Long buffer) {
            return buffer;
        }

        @Override
        public Encoder<Long> bufferEncoder() {
            return Encoders.LONG();
        }

        @Override
        public Encoder<Long> outputEncoder() {
            return Encoders.LONG();
        }
    }

    /// Prices and weights to a weighted mean.
    static final class Mean extends Aggregator<Row, Mean.Sums, Row> {
        private static final long serialVersionUID = 1;
        private static final StructType MEAN = StructType.fromDDL("mean DOUBLE, rows INT");

        /// A bean, changed in place.
        public static final class Sums {
            private double sum;
            private double weights;
            private int rows;

            public double getSum() {
                return sum;
            }

            public void setSum(double sum) {
                this.sum = sum;
            }

            public double getWeights() {
                return weights;
            }

            public void setWeights(double weights) {
                this.weights = weights;
            }

            public int getRows() {
                return rows;
            }

            public void setRows(int rows) {
                this.rows = rows;
            }
        }

        @Override
        public Sums zero() {
            return new Sums();
        }

        @Override
        public Sums reduce(Sums buffer, Row value) {
            double weight = value.getDouble(1);
            buffer.sum += value.getDouble(0) * weight;
            buffer.weights += weight;
            buffer.rows++;
            return buffer;
        }

        @Override
        public Sums merge(Sums first, Sums second) {
            throw new UnsupportedOperationException("no buffers are merged");
        }

        @Override
        public Row finish(Sums buffer) {
            return buffer.weights == 0
                    ? null
                    : RowFactory.create(buffer.sum / buffer.weights, buffer.rows);
        }

        @Override
        public Encoder<Sums> bufferEncoder() {
            return Encoders.bean(Sums.class);
        }

        @Override
        public Encoder<Row> outputEncoder() {
            return Encoders.row(MEAN);
        }
    }

    @Test
    void valuesOfAGroupComeToOneValue() {
        var product = udaf(new Product(), Encoders.LONG());
        session.sql("SELECT * FROM VALUES ('a', 2), ('a', 3), ('b', 5), ('b', NULL) AS t(k, n)")
                .createOrReplaceTempView("t");
        assertThat(
                        session.table("t")
                                .groupBy("k")
                                .agg(product.apply(col("n")).as("p"))
                                .orderBy("k")
                                .collectAsList())
                .containsExactly(RowFactory.create("a", 6L), RowFactory.create("b", -5L));
        session.udf().register("product", product);
        assertThat(session.sql("SELECT product(n) + 1, count(*) FROM t").first())
                .isEqualTo(RowFactory.create(-29L, 4L));
        assertThat(session.sql("SELECT PRODUCT(n) FROM t WHERE n > 9").first())
                .isEqualTo(RowFactory.create(1L));
        assertThatThrownBy(() -> session.sql("SELECT product(n, n) FROM t"))
                .hasMessageContaining("requires 1 parameters but the actual number is 2");
        assertThatThrownBy(() -> product.apply()).hasMessageContaining("WRONG_NUM_ARGS");
    }

    @Test
    void severalArgumentsAreOneObjectAndAStructMayCome() {
        var mean =
                udaf(new Mean(), Encoders.row(StructType.fromDDL("price DOUBLE, weight DOUBLE")));
        var rows = session.sql("SELECT * FROM VALUES (1, 1), (4, 2) AS t(price, weight)");
        var means = rows.agg(mean.apply(col("price"), col("weight")).as("m"));
        assertThat(means.schema().toDDL()).isEqualTo("m STRUCT<mean: DOUBLE, rows: INT>");
        assertThat(means.select("m.mean", "m.rows").first()).isEqualTo(RowFactory.create(3.0, 2));
        assertThat(rows.where(lit(false)).agg(mean.apply(col("price"), col("weight"))).first())
                .isEqualTo(RowFactory.create((Object) null));
    }

    @Test
    void aGroupOfAStreamIsComputedAnewWhenItChanges() throws Exception {
        var stream = MemoryStream.create(session, Encoders.LONG());
        session.udf().register("product", udaf(new Product(), Encoders.LONG()));
        stream.toDF().createOrReplaceTempView("numbers");
        var query =
                session.sql(
                                "SELECT n, product(value) AS p FROM (SELECT value, count(*) AS n"
                                        + " FROM numbers GROUP BY value) GROUP BY n")
                        .writeStream()
                        .outputMode(OutputMode.Complete())
                        .format("memory")
                        .queryName("products")
                        .start();
        stream.addData(List.of(2L, 3L, 5L));
        query.processAllAvailable();
        stream.addData(List.of(3L));
        query.processAllAvailable();
        assertThat(session.sql("SELECT * FROM products ORDER BY n").collectAsList())
                .containsExactly(RowFactory.create(1L, 10L), RowFactory.create(2L, 3L));
        query.stop();
    }

    @Test
    void aBufferTakesEachRowOnceAlsoAfterARestart(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("in"));
        for (int run = 1; run <= 3; run++) {
            Files.writeString(
                    directory.resolve("in/" + run + ".json"),
                    "{\"k\":\"a\",\"n\":%d}\n{\"k\":\"b\",\"n\":1}\n".formatted(run + 1));
            try (var own = Sessions.in(directory)) {
                var mean =
                        udaf(
                                new Mean(),
                                Encoders.row(StructType.fromDDL("price DOUBLE, weight DOUBLE")));
                var product = udaf(new Product(), Encoders.LONG());
                long before = Product.REDUCED.get();
                own.readStream()
                        .schema("k STRING, n BIGINT")
                        .json("in")
                        .groupBy("k")
                        .agg(
                                product.apply(col("n")).as("p"),
                                mean.apply(col("n"), lit(1.0)).as("m"))
                        .writeStream()
                        .foreachBatch((rows, _) -> rows.write().mode("overwrite").json("out"))
                        .outputMode("complete")
                        .trigger(Trigger.AvailableNow())
                        .option("checkpointLocation", "checkpoint")
                        .start()
                        .awaitTermination();
                assertThat(Product.REDUCED.get() - before).isEqualTo(2);
                var rows =
                        own.read().schema("k STRING, p BIGINT, m STRUCT<mean: DOUBLE, rows: INT>");
                var first = rows.json("out").where("k = 'a'").select("p", "m.mean", "m.rows");
                assertThat(first.first())
                        .isEqualTo(
                                List.of(
                                                RowFactory.create(2L, 2.0, 1),
                                                RowFactory.create(6L, 2.5, 2),
                                                RowFactory.create(24L, 3.0, 3))
                                        .get(run - 1));
            }
        }
    }

    @Test
    void explainSaysWhereValuesAreKept() {
        var stream = MemoryStream.create(session, Encoders.LONG());
        session.udf().register("product", udaf(new Product(), Encoders.LONG()));
        stream.toDF().createOrReplaceTempView("n");
        var added = session.sql("EXPLAIN SELECT value % 2, product(value) FROM n GROUP BY 1");
        assertThat(added.collectAsList().toString())
                .contains("product(value)")
                .doesNotContain("the values of");
        var changed =
                session.sql(
                        "EXPLAIN SELECT c, product(value) FROM (SELECT value, count(*) AS c FROM n"
                                + " GROUP BY value) GROUP BY c");
        assertThat(changed.collectAsList().toString()).contains("the values of [product(value)]");
    }

    @Test
    void distinctAndFilterSayWhichRowsCount() {
        session.udf().register("product", udaf(new Product(), Encoders.LONG()));
        assertThat(
                        session.sql(
                                        "SELECT product(DISTINCT n), product(n) FILTER (WHERE n >"
                                                + " 2), product(n) FROM VALUES (2), (3), (3) AS t(n)")
                                .first())
                .isEqualTo(RowFactory.create(6L, 9L, 18L));
        assertThat(
                        session.sql(
                                        "SELECT k FROM VALUES ('a', 2), ('b', 3) AS t(k, n) GROUP"
                                                + " BY k HAVING product(n) > 2")
                                .collectAsList())
                .containsExactly(RowFactory.create("b"));
    }

    @Test
    void twoOfOneClassAreTwo() {
        class Times extends Aggregator<Long, Long, Long> {
            private static final long serialVersionUID = 1;
            private final long factor;

            Times(long factor) {
                this.factor = factor;
            }

            @Override
            public Long zero() {
                return 0L;
            }

            @Override
            public Long reduce(Long buffer, Long value) {
                return buffer + factor * value;
            }

            @Override
            public Long merge(Long first, Long second) {
                return first + second;
            }

            @Override
            public Long finish(Long buffer) {
                return buffer;
            }

            @Override
            public Encoder<Long> bufferEncoder() {
                return Encoders.LONG();
            }

            @Override
            public Encoder<Long> outputEncoder() {
                return Encoders.LONG();
            }
        }
        var twice = udaf(new Times(2), Encoders.LONG());
        var thrice = udaf(new Times(3), Encoders.LONG());
        assertThat(
                        session.range(3)
                                .agg(
                                        twice.apply(col("id")).as("a"),
                                        thrice.apply(col("id")).as("b"))
                                .first())
                .isEqualTo(RowFactory.create(6L, 9L));
        var broken =
                udaf(
                        new Times(1) {
                            private static final long serialVersionUID = 1;

                            @Override
                            public Long reduce(Long buffer, Long value) {
                                throw new IllegalStateException("no " + value);
                            }
                        },
                        Encoders.LONG());
        assertThatThrownBy(() -> session.range(1).agg(broken.apply(col("id"))).collect())
                .hasMessageContaining("FAILED_EXECUTE_UDF")
                .hasMessageContaining("no 0");
    }
}
