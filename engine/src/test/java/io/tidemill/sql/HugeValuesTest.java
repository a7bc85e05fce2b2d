package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.data.TidemillException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A row that asks a function for more than memory holds ends its query with an error that names
/// the expression, its place and the row, before the memory is taken.
class HugeValuesTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repeat(s, n)",
                "space(n)",
                "lpad(s, n)",
                "rpad(s, n, 'ab')",
                "array_repeat(s, n)",
                "sequence(0, n)",
                "sequence(DATE'0001-01-01', DATE'9999-12-31', INTERVAL '1' DAY)",
                "sequence(TIMESTAMP'0001-01-01 00:00:00', TIMESTAMP'9999-12-31 00:00:00',"
                        + " INTERVAL '1' SECOND)",
                "array_insert(array(1), n, 2)",
                "array_insert(array(1), -n, 2)",
                "concat(repeat(s, 40000000), repeat(s, 40000000))",
                "concat(array_repeat(1, 9000000), array_repeat(1, 9000000))",
                "flatten(array_repeat(array_repeat(1, 9000000), 2))",
                "replace(repeat(s, 10000), s, repeat(s, 10000))",
                "regexp_replace(repeat(s, 10000), s, repeat(s, 10000))",
                "concat_ws(repeat(s, 10000), array_repeat(s, 10000))",
                "format_string('%1$2147483647s', s)",
                "format_number(n, n)",
                "array_repeat(repeat(s, 1000000), 1000000)"
            })
    void aValueThatIsTooLargeIsAnErrorOfItsRow(String expression) throws Exception {
        Files.writeString(directory.resolve("in.json"), "{\"s\": \"x\", \"n\": 2147483647}\n");
        if (expression.contains("INTERVAL '1' DAY")) {
            var days = run(expression).collectAsList();
            assertThat(days.getFirst().getList(0)).hasSize(3_652_059);
            return;
        }
        assertThatThrownBy(() -> run(expression).collectAsList())
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e ->
                                assertThat(e.getCondition())
                                        .isEqualTo("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER"))
                .hasMessageContaining("in.json");
    }

    @Test
    void theErrorOfAValueThatIsTooLargeNamesItsPlace() throws Exception {
        Files.writeString(directory.resolve("in.json"), "{\"s\": \"x\", \"n\": 2147483647}\n");
        assertThatThrownBy(() -> run("repeat(s, n)").collectAsList())
                .hasMessageContaining("\"repeat(s, n)\" at line 1, column 8")
                .hasMessageContaining("2147483647 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    s RLIKE '['                     | INVALID_PARAMETER_VALUE.PATTERN
                    regexp_like(s, '(a')            | INVALID_PARAMETER_VALUE.PATTERN
                    regexp_replace(s, '*', 'b')     | INVALID_PARAMETER_VALUE.PATTERN
                    split(s, '(')                   | INVALID_PARAMETER_VALUE.PATTERN
                    str_to_map(s, '[', ':')         | INVALID_PARAMETER_VALUE.PATTERN
                    str_to_map(s, ',', '(')         | INVALID_PARAMETER_VALUE.PATTERN
                    to_binary(s, 12.5)              | DATATYPE_MISMATCH.INVALID_ARG_VALUE
                    to_number(s, 12)                | INVALID_FORMAT.WRONG_NUM_DIGIT
                    round(n, 'a')                   | CAST_INVALID_INPUT
                    zip_with(array(s), (x, y) -> x) | WRONG_NUM_ARGS.WITHOUT_SUGGESTION
                    """)
    void aConstantThatMeansNothingIsAnErrorOfItsPlace(String expression, String condition)
            throws Exception {
        Files.writeString(directory.resolve("in.json"), "{\"s\": \"x\", \"n\": 1}\n");
        Consumer<Throwable> named =
                e -> assertThat(((TidemillException) e).getCondition()).isEqualTo(condition);
        assertThatThrownBy(() -> run(expression).collectAsList())
                .isInstanceOf(TidemillException.class)
                .satisfies(named)
                .hasMessageContaining("at line 1");
    }

    private Dataset<Row> run(String expression) {
        var session = Sessions.in(directory);
        session.read().schema("s STRING, n INT").json("in.json").createOrReplaceTempView("t");
        return session.sql("SELECT " + expression + " AS it FROM t");
    }

    @Test
    void rowsOfOrdinarySizeAreMadeAsBefore() throws Exception {
        Files.writeString(directory.resolve("in.json"), "{\"s\": \"é\", \"n\": 3}\n");
        assertThat(run("concat(repeat(s, n), space(n), lpad(s, n, '-'))").collectAsList())
                .isEqualTo(List.of(RowFactory.create("ééé   --é")));
        assertThat(run("array_insert(array(1, 2), -5, 9)").collectAsList().getFirst().getList(0))
                .isEqualTo(java.util.Arrays.asList(9, null, null, 1, 2));
    }
}
