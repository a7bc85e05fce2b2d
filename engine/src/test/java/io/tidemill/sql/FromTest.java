package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.data.TidemillException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may stand in FROM besides tables: ranges of numbers, tables in parentheses, queries whose
/// columns share a name.
class FromTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT * FROM range(3) | [[0], [1], [2]]
                    SELECT r.id FROM range(1, 10, 3) AS r | [[1], [4], [7]]
                    SELECT range.id FROM range(1 + 1, -2L, -1) | [[2], [1], [0], [-1]]
                    SELECT x FROM range(0, 2, 1, 4) AS r(x) | [[0], [1]]
                    SELECT count(*) FROM range(100000) WHERE id % 2 = 0 | [[50000]]
                    SELECT * FROM range(5, 1) | []
                    SELECT * FROM (range(2)) | [[0], [1]]
                    SELECT a.id FROM (range(2) a) JOIN (range(3)) AS b ON a.id = b.id | [[0], [1]]
                    SELECT * FROM ((range(2) AS r)) | [[0], [1]]
                    SELECT * FROM (one) | [[1]]
                    SELECT t.a FROM (one AS t) | [[1]]
                    SELECT t.a FROM (one) t | [[1]]
                    SELECT * FROM (VALUES (1), (2)) | [[1], [2]]
                    SELECT * FROM (VALUES (1), (2) AS t(a)) WHERE a > 1 | [[2]]
                    SELECT * FROM (SELECT a FROM (one)) | [[1]]
                    SELECT * FROM (one JOIN range(2) r ON a = id) | [[1,1]]
                    SELECT EXTRACT(YEAR FROM (d)) FROM VALUES (DATE'2024-01-02') AS t(d) | [[2024]]
                    SELECT b FROM (SELECT 1 AS a, 2 AS a, 3 AS b) | [[3]]
                    SELECT count(*) FROM (SELECT 1 AS a, 2 AS a) | [[1]]
                    SELECT 2 AS x, x + 1 AS y, y * x AS z | [[2,3,6]]
                    SELECT a + 1 AS a, a AS b FROM one | [[2,1]]
                    """)
    void aTableExpressionMeansWhatSparkTakesItFor(String query, String rows) {
        try (var session = Sessions.in(directory)) {
            session.sql("CREATE TEMPORARY VIEW one AS SELECT 1 AS a");
            assertThat(session.sql(query).collectAsList()).hasToString(rows);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT id FROM range(id) | DATATYPE_MISMATCH.NON_FOLDABLE_INPUT | line 1:22
                    SELECT id FROM range() | WRONG_NUM_ARGS.WITHOUT_SUGGESTION | line 1:16
                    SELECT id FROM range(1, 2, 0) | INVALID_PARAMETER_VALUE.SEQUENCE_STEP | line 1:16
                    SELECT id FROM range(-9223372036854775808, 9223372036854775807) | ARITHMETIC_OVERFLOW | range(
                    SELECT idd FROM range(1) | UNRESOLVED_COLUMN.WITH_SUGGESTION | To go on: write id.
                    SELECT qqqqqq(1) | UNRESOLVED_ROUTINE | To go on: list what
                    SELECT coalesc(1) | UNRESOLVED_ROUTINE | To go on: write coalesce, which is like it.
                    SELECT * FROM (one | PARSE_SYNTAX_ERROR | line 1
                    """)
    void aMistakeInFromIsNamed(String query, String condition, String said) {
        try (var session = Sessions.in(directory)) {
            assertThatThrownBy(() -> session.sql(query).collectAsList())
                    .isInstanceOfSatisfying(
                            TidemillException.class,
                            e -> assertThat(e.getCondition()).isEqualTo(condition))
                    .hasMessageContaining(said);
        }
    }
}
