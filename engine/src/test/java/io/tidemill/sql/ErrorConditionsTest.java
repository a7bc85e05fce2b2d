package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Errors that no answer of Spark's and no other test shows.
class ErrorConditionsTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    AMBIGUOUS_REFERENCE | SELECT a FROM (SELECT 1 AS a, 2 AS a)
                    COMPARATOR_RETURNS_NULL | SELECT array_sort(array(1, 2), (x, y) -> CAST(NULL AS INT))
                    DATATYPE_MISMATCH.NON_FOLDABLE_INPUT | SELECT rand(x) FROM VALUES (1) AS t(x)
                    INVALID_FORMAT.THOUSANDS_SEPS_MUST_BEFORE_DEC | SELECT to_number('1', '9.9,9')
                    INVALID_FORMAT.UNEXPECTED_TOKEN | SELECT to_number('1', '9x9')
                    INVALID_FORMAT.WRONG_NUM_TOKEN | SELECT to_number('1', 'S9S')
                    INVALID_PARAMETER_VALUE.DATETIME_UNIT | SELECT timestampadd('era', 1, TIMESTAMP '2026-01-01 00:00:00')
                    INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS | INSERT INTO target VALUES (1)
                    INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS | INSERT INTO target VALUES (1, 2, 3)
                    """)
    void aQueryThatMeansNothingIsRefusedByName(String condition, String statement) {
        try (var session = TidemillSession.builder().directory(directory).create()) {
            session.sql("CREATE TABLE target (a INT, b INT) USING json OPTIONS (path 'target')");
            assertThatThrownBy(() -> session.sql(statement).collectAsList())
                    .isInstanceOfSatisfying(
                            TidemillException.class,
                            e -> assertThat(e.getCondition()).isEqualTo(condition));
        }
    }

    @Test
    void aStreamThatFailsSaysWhichAndWhy() throws Exception {
        try (var session = TidemillSession.builder().directory(directory).create()) {
            var numbers = session.memoryStream(Encoders.LONG());
            numbers.addData(1L, 0L);
            var query =
                    numbers.toDF()
                            .selectExpr("1 / value")
                            .writeStream()
                            .format("noop")
                            .queryName("quotients")
                            .option("checkpointLocation", "checkpoint")
                            .trigger(Trigger.AvailableNow())
                            .start();
            assertThatThrownBy(query::awaitTermination)
                    .isInstanceOf(StreamingQueryException.class)
                    .hasMessageContaining("STREAM_FAILED")
                    .hasMessageContaining("quotients")
                    .hasMessageContaining("DIVIDE_BY_ZERO");
        }
    }
}
