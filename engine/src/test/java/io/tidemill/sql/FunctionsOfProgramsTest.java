package io.tidemill.sql;

import static io.tidemill.sql.functions.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.api.java.function.FilterFunction;
import io.tidemill.api.java.function.FlatMapFunction;
import io.tidemill.api.java.function.MapFunction;
import io.tidemill.api.java.function.MapPartitionsFunction;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lambdas of a program over the objects of a Dataset, in a batch and in a stream.
class FunctionsOfProgramsTest {
    private TidemillSession session;
    private Dataset<String> lines;

    @BeforeEach
    void begin(@TempDir Path directory) {
        session = Sessions.in(directory);
        lines = session.createDataset(List.of("a b", "c", "b"), Encoders.STRING());
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static final FlatMapFunction<String, String> WORDS =
            line -> List.of(line.split(" ")).iterator();

    @Test
    void mapsFiltersAndFlattens() {
        assertThat(
                        lines.map((MapFunction<String, Integer>) String::length, Encoders.INT())
                                .collectAsList())
                .containsExactly(3, 1, 1);
        assertThat(
                        lines.filter((FilterFunction<String>) line -> line.length() == 1)
                                .collectAsList())
                .containsExactly("c", "b");
        assertThat(lines.flatMap(WORDS, Encoders.STRING()).collectAsList())
                .containsExactly("a", "b", "c", "b");
        MapPartitionsFunction<String, Long> counting =
                values -> {
                    long n = 0;
                    for (; values.hasNext(); values.next()) {
                        n++;
                    }
                    return List.of(n).iterator();
                };
        assertThat(lines.mapPartitions(counting, Encoders.LONG()).collectAsList())
                .containsExactly(3L);
        assertThat(session.sql("SELECT 1 AS a, NULL AS b").toJSON().first())
                .isEqualTo("{\"a\":1,\"b\":null}");
    }

    @Test
    void sqlGoesOnWithWhatAFunctionMade() {
        var words = lines.flatMap(WORDS, Encoders.STRING());
        words.createOrReplaceTempView("words");
        assertThat(
                        session.sql(
                                        "SELECT value, count(*) AS n FROM words GROUP BY value"
                                                + " HAVING count(*) > 1")
                                .collectAsList())
                .containsExactly(RowFactory.create("b", 2L));
        assertThat(words.map((MapFunction<String, String>) w -> w + "!", Encoders.STRING()).first())
                .isEqualTo("a!");
    }

    @Test
    void aStreamCountsWords() throws Exception {
        var stream = MemoryStream.create(session, Encoders.STRING());
        stream.addData("a b", "b");
        stream.toDS()
                .flatMap(WORDS, Encoders.STRING())
                .groupBy("value")
                .agg(count("*").as("n"))
                .writeStream()
                .format("memory")
                .queryName("counts")
                .outputMode("complete")
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        assertThat(session.table("counts").collectAsList())
                .containsExactlyInAnyOrder(RowFactory.create("a", 1L), RowFactory.create("b", 2L));
    }

    @Test
    void anErrorOfAFunctionNamesItAndTheRow() {
        MapFunction<String, Integer> parsing = Integer::parseInt;
        assertThatThrownBy(() -> lines.map(parsing, Encoders.INT()).collectAsList())
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("FAILED_EXECUTE_UDF"))
                .hasMessageContaining("map")
                .hasMessageContaining("@0");
        MapFunction<String, Integer> asserting =
                _ -> {
                    throw new AssertionError("not a number");
                };
        assertThatThrownBy(() -> lines.map(asserting, Encoders.INT()).collectAsList())
                .hasMessageContaining("FAILED_EXECUTE_UDF")
                .hasMessageContaining("not a number");
    }

    @Test
    void aFunctionBehindAnAggregateOfAStreamIsRefused() {
        var stream = MemoryStream.create(session, Encoders.STRING());
        MapFunction<Row, String> text = Row::toString;
        var behind = stream.toDF().groupBy("value").count().map(text, Encoders.STRING());
        assertThatThrownBy(() -> behind.writeStream().format("noop").outputMode("complete").start())
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("behind an aggregate");
    }
}
