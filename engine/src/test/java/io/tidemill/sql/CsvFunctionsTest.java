package io.tidemill.sql;

import static io.tidemill.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CsvFunctionsTest {
    private final TidemillSession session = Sessions.in(Path.of("."));

    @AfterEach
    void close() {
        session.close();
    }

    private Row read(String csv, String schema, Map<String, String> options) {
        return session.range(1)
                .select(from_csv(lit(csv), StructType.fromDDL(schema), options))
                .first()
                .getStruct(0);
    }

    private String written(Column... fields) {
        return session.range(1).select(to_csv(struct(fields))).first().getString(0);
    }

    @Test
    void fieldsAreReadAtTheTypesOfTheSchema() {
        assertThat(
                        read(
                                "a,\"b,c\",\"d\\\"e\",,\"\"",
                                "v STRING, w STRING, x STRING, y STRING, z STRING",
                                Map.of()))
                .isEqualTo(RowFactory.create("a", "b,c", "d\"e", null, ""));
        assertThat(
                        read(
                                "true,NaN,-Inf,2026-01-02,7",
                                "a BOOLEAN, b DOUBLE, c FLOAT, d DATE, e BIGINT",
                                Map.of()))
                .isEqualTo(
                        RowFactory.create(
                                true,
                                Double.NaN,
                                Float.NEGATIVE_INFINITY,
                                LocalDate.of(2026, 1, 2),
                                7L));
        assertThat(
                        read(
                                "-| x |1",
                                "a STRING, b STRING, c INT",
                                Map.of(
                                        "sep",
                                        "|",
                                        "nullValue",
                                        "-",
                                        "ignoreLeadingWhiteSpace",
                                        "true",
                                        "ignoreTrailingWhiteSpace",
                                        "true")))
                .isEqualTo(RowFactory.create(null, "x", 1));
    }

    @Test
    void whatDoesNotFitIsNullAndTellsOfItself() {
        var schema = "a INT, b INT, _corrupt_record STRING";
        assertThat(read("x,2", schema, Map.of())).isEqualTo(RowFactory.create(null, 2, "x,2"));
        assertThat(read("1,2", schema, Map.of())).isEqualTo(RowFactory.create(1, 2, null));
        assertThat(read("1", schema, Map.of())).isEqualTo(RowFactory.create(1, null, "1"));
        assertThat(read("1,2,3", schema, Map.of())).isEqualTo(RowFactory.create(1, 2, "1,2,3"));
        assertThat(read("", schema, Map.of())).isEqualTo(RowFactory.create(null, null, ""));
        assertThatThrownBy(() -> read("x,2", schema, Map.of("mode", "FAILFAST")))
                .hasMessageContaining("MALFORMED_RECORD_IN_PARSING");
        assertThatThrownBy(() -> read("x,2", schema, Map.of("mode", "DROPMALFORMED")))
                .hasMessageContaining("PARSE_MODE_UNSUPPORTED");
        assertThatThrownBy(() -> session.sql("SELECT from_csv('1', 'ARRAY<INT>')"))
                .hasMessageContaining("must be a struct");
    }

    @Test
    void fieldsAreWrittenInQuotesWhereTheyMustBe() {
        assertThat(written(lit("x, y"), lit(null).cast("int"), lit(""), lit(" z ")))
                .isEqualTo("\"x, y\",,\"\",z");
        assertThat(written(lit("x\"y"), lit(true), lit(new BigDecimal("1.50"))))
                .isEqualTo("\"x\\\"y\",true,1.50");
        assertThat(written(lit(LocalDate.of(2026, 1, 2)), lit(Instant.EPOCH)))
                .isEqualTo("2026-01-02,1970-01-01T00:00:00.000Z");
        assertThatThrownBy(() -> session.range(1).select(to_csv(col("id"))))
                .hasMessageContaining("STRUCT");
    }

    @Test
    void theSchemaOfARecordIsTheNarrowest() {
        var csv = "9999999999|1.5|true|2026-01-02|2026-01-02T03:04:05||x";
        assertThat(
                        session.range(1)
                                .select(schema_of_csv(lit(csv), Map.of("sep", "|")))
                                .first()
                                .getString(0))
                .isEqualTo(
                        "STRUCT<_c0: BIGINT, _c1: DOUBLE, _c2: BOOLEAN, _c3: DATE, _c4: TIMESTAMP,"
                                + " _c5: STRING, _c6: STRING>");
    }
}
