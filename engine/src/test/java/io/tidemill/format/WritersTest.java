package io.tidemill.format;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.Format;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.format.csv.CsvFormat;
import io.tidemill.format.json.JsonFormat;
import io.tidemill.format.text.TextFormat;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// Rows are written as Spark writes them.
class WritersTest {
    private static String written(Format format, String ddl, List<Object[]> rows, String... options)
            throws IOException {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        StructType schema = StructType.fromDDL(ddl);
        Batch batch = Batch.create(schema, 1);
        rows.forEach(batch::append);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var writer = format.configure(new OptionReader("t", Options.of(all))).writer(out, schema);
        writer.write(batch, null, batch.rows());
        writer.finish();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Object[] row(Object... values) {
        return values;
    }

    @Test
    void jsonLeavesNullsOutAndEscapes() throws IOException {
        assertThat(
                        written(
                                new JsonFormat(),
                                "a INT, s STRING, l ARRAY<STRING>, o STRUCT<x: INT, y: STRING>,"
                                        + " m MAP<STRING, INT>",
                                List.of(
                                        row(
                                                1,
                                                "x\"\\\n\t\u0001/ü€😀",
                                                Arrays.asList("p", null),
                                                row(null, "q"),
                                                singleton("k", null)),
                                        row(null, "", List.of(), row(null, null), Map.of()),
                                        row(null, null, null, null, null))))
                .isEqualTo(
                        """
                        {"a":1,"s":"x\\"\\\\\\n\\t\\u0001/ü€😀","l":["p",null],"o":{"y":"q"},"m":{"k":null}}
                        {"s":"","l":[],"o":{},"m":{}}
                        {}
                        """);
    }

    private static Map<String, Object> singleton(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    @Test
    void jsonWritesNumbersAndTimesInTheirUsualForms() throws IOException {
        assertThat(
                        written(
                                new JsonFormat(),
                                "b BOOLEAN, d DOUBLE, f FLOAT, n DECIMAL(10,2), w DECIMAL(30,3), t"
                                        + " TIMESTAMP, z TIMESTAMP_NTZ, y DATE, x BINARY",
                                List.of(
                                        row(
                                                true,
                                                1e10,
                                                0.1f,
                                                new BigDecimal("-0.05"),
                                                new BigDecimal("123456789012345678901234.500"),
                                                Instant.parse("2024-01-02T03:04:05.120Z"),
                                                LocalDateTime.parse("2024-01-02T03:04:05.123456"),
                                                LocalDate.parse("2024-01-02"),
                                                new byte[] {1, 2, 3}),
                                        row(
                                                false,
                                                Double.NaN,
                                                Float.NEGATIVE_INFINITY,
                                                new BigDecimal("7.00"),
                                                new BigDecimal("0.000"),
                                                Instant.parse("1969-12-31T23:59:59.999999Z"),
                                                LocalDateTime.parse("0001-01-01T00:00:00"),
                                                LocalDate.parse("0001-01-01"),
                                                new byte[0]))))
                .isEqualTo(
                        """
                        {"b":true,"d":1.0E10,"f":0.1,"n":-0.05,"w":123456789012345678901234.500,"t":"2024-01-02T03:04:05.120Z","z":"2024-01-02T03:04:05.123456","y":"2024-01-02","x":"AQID"}
                        {"b":false,"d":"NaN","f":"-Infinity","n":7.00,"w":0.000,"t":"1969-12-31T23:59:59.999999Z","z":"0001-01-01T00:00:00.000","y":"0001-01-01","x":""}
                        """);
    }

    @Test
    void jsonFollowsItsOptions() throws IOException {
        assertThat(
                        written(
                                new JsonFormat(),
                                "t TIMESTAMP, s STRING",
                                List.of(
                                        row(Instant.parse("2024-07-01T10:00:00Z"), "ü"),
                                        row(null, null)),
                                "timeZone",
                                "Europe/Oslo",
                                "ignoreNullFields",
                                "false",
                                "writeNonAsciiCharacterAsCodePoint",
                                "true",
                                "lineSep",
                                "\r\n"))
                .isEqualTo(
                        "{\"t\":\"2024-07-01T12:00:00.000+02:00\",\"s\":\"\\u00FC\"}\r\n"
                                + "{\"t\":null,\"s\":null}\r\n");
        assertThat(
                        written(
                                new JsonFormat(),
                                "t TIMESTAMP, d DATE",
                                List.<Object[]>of(
                                        row(
                                                Instant.parse("2024-07-01T10:00:00Z"),
                                                LocalDate.parse("2024-07-01"))),
                                "timestampFormat",
                                "dd/MM/yyyy HH:mm",
                                "dateFormat",
                                "yyyyMMdd"))
                .isEqualTo("{\"t\":\"01/07/2024 10:00\",\"d\":\"20240701\"}\n");
    }

    @Test
    void csvQuotesWhatNeedsIt() throws IOException {
        List<Object[]> rows =
                List.of(
                        row(1, "plain"),
                        row(2, "with,comma"),
                        row(3, "with \"quotes\""),
                        row(4, "line\nfeed"),
                        row(5, ""),
                        row(null, null),
                        row(6, "  spaces  "),
                        row(7, "back\\slash"),
                        row(8, "back\\,both"));
        assertThat(written(new CsvFormat(), "a INT, b STRING", rows, "header", "true"))
                .isEqualTo(
                        """
                        a,b
                        1,plain
                        2,"with,comma"
                        3,"with \\"quotes\\""
                        4,"line
                        feed"
                        5,""
                        ,
                        6,spaces
                        7,back\\slash
                        8,"back\\\\,both"
                        """);
        assertThat(
                        written(
                                new CsvFormat(),
                                "a INT, b STRING",
                                rows.subList(2, 3),
                                "escape",
                                "\"",
                                "sep",
                                ";",
                                "quoteAll",
                                "true"))
                .isEqualTo("\"3\";\"with \"\"quotes\"\"\"\n");
        assertThat(
                        written(
                                new CsvFormat(),
                                "a STRING, b STRING",
                                List.of(row("#a", "#b"), row(null, "ü")),
                                "comment",
                                "#",
                                "nullValue",
                                "NA",
                                "encoding",
                                "UTF-8"))
                .isEqualTo("\"#a\",#b\nNA,ü\n");
    }

    @Test
    void otherCharacterSetsAreWrittenToo() throws IOException {
        StructType schema = StructType.fromDDL("s STRING");
        Batch batch = Batch.create(schema, 1);
        batch.append("ü€");
        for (Format format : List.of(new JsonFormat(), new CsvFormat())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            var writer =
                    format.configure(
                                    new OptionReader(
                                            "t", Options.of(Map.of("encoding", "UTF-16LE"))))
                            .writer(out, schema);
            writer.write(batch, null, 1);
            writer.finish();
            assertThat(out.toString(StandardCharsets.UTF_16LE)).contains("ü€");
        }
    }

    @Test
    void aTableWithoutRowsHasItsHeader() throws IOException {
        assertThat(written(new CsvFormat(), "a INT, b STRING", List.of(), "header", "true"))
                .isEqualTo("a,b\n");
    }

    @Test
    void aRowIsARecordOfItsOwnWithoutASeparator() {
        var rows = List.of(row("a", 1), row("b,c", null), row(null, 3));
        assertThat(encoded(new JsonFormat(), "s STRING, n INT", rows))
                .containsExactly("{\"s\":\"a\",\"n\":1}", "{\"s\":\"b,c\"}", "{\"n\":3}");
        assertThat(encoded(new CsvFormat(), "s STRING, n INT", rows, "header", "true"))
                .containsExactly("a,1", "\"b,c\",", ",3");
        assertThat(
                        encoded(
                                new TextFormat(),
                                "s STRING",
                                List.of(row("a"), row((Object) null), row("b\nc"))))
                .containsExactly("a", "", "b\nc");
    }

    private static List<String> encoded(
            Format format, String ddl, List<Object[]> rows, String... options) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        StructType schema = StructType.fromDDL(ddl);
        var configured = format.configure(new OptionReader("t", Options.of(all)));
        var encoder = configured.encoder(schema).orElseThrow();
        var into = new BytesColumn(DataTypes.StringType, 0);
        List<String> records = new ArrayList<>();
        for (int half = 0; half < 2; half++) { // again into the same column
            Batch batch = Batch.create(schema, 1);
            int middle = (rows.size() + 1) / 2;
            rows.subList(half * middle, half == 0 ? middle : rows.size()).forEach(batch::append);
            encoder.encode(batch, into);
            for (int i = 0; i < batch.rows(); i++) {
                records.add((String) into.get(i));
            }
        }
        return records;
    }
}
