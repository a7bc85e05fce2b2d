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
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Aggregates of the program in Columns, in SQL, over rows that change.
class AggregatorTest {
    private final TidemillSession session = Sessions.in(Path.of("."));

    @AfterEach
    void close() {
        session.close();
    }

    /// All values multiplied; NULL is -1.
    private static final class Product extends Aggregator<Long, long[], Long> {
        private static final long serialVersionUID = 1;

        @Override
        public long[] zero() {
            return new long[] {1};
        }

        @Override
        public long[] reduce(long[] buffer, Long value) {
            buffer[0] *= value == null ? -1 : value;
            return buffer;
        }

        @Override
        public long[] merge(long[] first, long[] second) {
            return new long[] {first[0] * second[0]};
        }

        @Override
        public Long finish(long[] buffer) {
            return buffer[0];
        }

        @Override
        public Encoder<long[]> bufferEncoder() {
            throw new UnsupportedOperationException("no buffer is kept");
        }

        @Override
        public Encoder<Long> outputEncoder() {
            return Encoders.LONG();
        }
    }

    /// Prices and weights to a weighted mean.
    private static final class Mean extends Aggregator<Row, double[], Row> {
        private static final long serialVersionUID = 1;
        private static final StructType MEAN = StructType.fromDDL("mean DOUBLE, rows INT");

        @Override
        public double[] zero() {
            return new double[3];
        }

        @Override
        public double[] reduce(double[] buffer, Row value) {
            double weight = value.getDouble(1);
            return new double[] {
                buffer[0] + value.getDouble(0) * weight, buffer[1] + weight, buffer[2] + 1
            };
        }

        @Override
        public double[] merge(double[] first, double[] second) {
            throw new UnsupportedOperationException("no buffers are merged");
        }

        @Override
        public Row finish(double[] buffer) {
            return buffer[1] == 0
                    ? null
                    : RowFactory.create(buffer[0] / buffer[1], (int) buffer[2]);
        }

        @Override
        public Encoder<double[]> bufferEncoder() {
            throw new UnsupportedOperationException("no buffer is kept");
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
}
