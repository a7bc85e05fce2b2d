package io.tidemill.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ResultWriterTest {
    private static final StructType READING =
            StructType.fromDDL("device STRING, signal DOUBLE, time TIMESTAMP");
    private static final List<Object> FIRST =
            List.of("pump | 2", 21.5, Instant.parse("2026-01-02T03:04:05.600Z"));
    private static final List<Object> EMPTY = Arrays.asList(null, null, null);

    @Test
    void aTableIsAsWideAsItsCellsAndPutsNumbersToTheRight() throws IOException {
        assertThat(written(ResultFormat.TABLE, READING, FIRST, EMPTY))
                .isEqualTo(
                        """
                        ┌──────────┬────────┬───────────────────────┐
                        │ device   │ signal │ time                  │
                        ├──────────┼────────┼───────────────────────┤
                        │ pump | 2 │   21.5 │ 2026-01-02 03:04:05.6 │
                        │ NULL     │   NULL │ NULL                  │
                        └──────────┴────────┴───────────────────────┘
                        """);
    }

    @Test
    void aTableWithoutRowsShowsItsColumns() throws IOException {
        assertThat(written(ResultFormat.TABLE, StructType.fromDDL("n BIGINT")))
                .isEqualTo("┌───┐\n│ n │\n├───┤\n└───┘\n");
    }

    @Test
    void wideLettersAndMarksKeepTheLinesStraight() throws IOException {
        assertThat(
                        written(
                                ResultFormat.TABLE,
                                StructType.fromDDL("name STRING"),
                                List.of("東京"),
                                List.of("e\u0301te\u0301"),
                                List.of("two\nlines")))
                .isEqualTo(
                        """
                        ┌────────────┐
                        │ name       │
                        ├────────────┤
                        │ 東京       │
                        │ e\u0301te\u0301        │
                        │ two\\nlines │
                        └────────────┘
                        """);
    }

    @Test
    void markdownEscapesBarsAndMarksNumbers() throws IOException {
        assertThat(written(ResultFormat.MARKDOWN, READING, FIRST))
                .isEqualTo(
                        """
                        | device    | signal | time                  |
                        |-----------|-------:|-----------------------|
                        | pump \\| 2 |   21.5 | 2026-01-02 03:04:05.6 |
                        """);
    }

    @Test
    void csvQuotesWhereNeededAndTellsNullFromEmpty() throws IOException {
        assertThat(
                        written(
                                ResultFormat.CSV,
                                StructType.fromDDL("a STRING, b BINARY"),
                                List.of("say \"hi\", you", new byte[] {1, 2}),
                                List.of("", new byte[0]),
                                Arrays.asList(null, null)))
                .isEqualTo("a,b\n\"say \"\"hi\"\", you\",AQI=\n\"\",\n,\n");
    }

    @Test
    void jsonIsOneArrayAndJsonlOneObjectALine() throws IOException {
        String first =
                "{\"device\":\"pump | 2\",\"signal\":21.5,\"time\":\"2026-01-02T03:04:05.600Z\"}";
        String empty = "{\"device\":null,\"signal\":null,\"time\":null}";
        assertThat(written(ResultFormat.JSON, READING, FIRST, EMPTY))
                .isEqualTo("[\n  " + first + ",\n  " + empty + "\n]\n");
        assertThat(written(ResultFormat.JSON, READING)).isEqualTo("[]\n");
        assertThat(written(ResultFormat.JSONL, READING, FIRST, EMPTY))
                .isEqualTo(first + "\n" + empty + "\n");
    }

    @Test
    void nestedValuesAreShownAsSparkShowsThem() throws IOException {
        StructType nested =
                StructType.fromDDL(
                        "a ARRAY<INT>, m MAP<STRING, DECIMAL(4,2)>, s STRUCT<x: INT, y: DATE>,"
                                + " b BINARY, i INTERVAL DAY TO SECOND, p INTERVAL YEAR TO MONTH");
        var map = new LinkedHashMap<String, BigDecimal>();
        map.put("k", new BigDecimal("1.50"));
        map.put("n", null);
        List<Object> row =
                List.of(
                        Arrays.asList(1, null),
                        map,
                        new Object[] {7, LocalDate.of(2026, 2, 3)},
                        new byte[] {0x4A, (byte) 0xFF},
                        Duration.ofSeconds(-93_784, 500_000_000),
                        Period.ofMonths(-14));
        assertThat(written(ResultFormat.CSV, nested, row).lines().skip(1))
                .containsExactly(
                        "\"[1, NULL]\",\"{k -> 1.50, n -> NULL}\",\"{7, 2026-02-03}\",Sv8=,"
                                + "INTERVAL '-1 02:03:03.5' DAY TO SECOND,INTERVAL '-1-2' YEAR TO MONTH");
        assertThat(written(ResultFormat.JSONL, nested, row))
                .isEqualTo(
                        "{\"a\":[1,null],\"m\":{\"k\":1.50,\"n\":null},\"s\":{\"x\":7,\"y\":\"2026-02-03\"},"
                                + "\"b\":\"Sv8=\",\"i\":\"INTERVAL '-1 02:03:03.5' DAY TO SECOND\","
                                + "\"p\":\"INTERVAL '-1-2' YEAR TO MONTH\"}\n");
    }

    @Test
    void numbersThatJsonDoesNotHaveAreStrings() throws IOException {
        assertThat(
                        written(
                                ResultFormat.JSONL,
                                StructType.fromDDL("x DOUBLE, y FLOAT"),
                                List.of(Double.NaN, Float.NEGATIVE_INFINITY)))
                .isEqualTo("{\"x\":\"NaN\",\"y\":\"-Infinity\"}\n");
    }

    @SafeVarargs
    private static String written(ResultFormat form, StructType schema, List<Object>... rows)
            throws IOException {
        var text = new StringBuilder();
        ResultWriter writer = form.writer(text, schema, ZoneOffset.UTC);
        for (List<Object> row : rows) {
            writer.row(row);
        }
        writer.end();
        return text.toString();
    }
}
