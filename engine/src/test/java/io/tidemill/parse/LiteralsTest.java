package io.tidemill.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.types.DataType;
import org.apache.calcite.sql.SqlCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralsTest {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private static LiteralValue read(String sql) {
        var tree = ColumnTree.parse(sql, OSLO).node();
        return (LiteralValue) ((SqlCall) tree).getOperator();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | int | 1",
                "0 | int | 0",
                "-1 | int | -1",
                "2147483647 | int | 2147483647",
                "-2147483648 | int | -2147483648",
                "2147483648 | bigint | 2147483648",
                "-2147483649 | bigint | -2147483649",
                "9223372036854775807 | bigint | 9223372036854775807",
                "-9223372036854775808 | bigint | -9223372036854775808",
                "9223372036854775808 | decimal(19,0) | 9223372036854775808",
                "1L | bigint | 1",
                "1l | bigint | 1",
                "-9223372036854775808L | bigint | -9223372036854775808",
                "7S | smallint | 7",
                "-32768S | smallint | -32768",
                "7Y | tinyint | 7",
                "-128Y | tinyint | -128",
                "1.5 | decimal(2,1) | 1.5",
                ".5 | decimal(1,1) | 0.5",
                "0.05 | decimal(2,2) | 0.05",
                "5. | decimal(1,0) | 5",
                "-1.50 | decimal(3,2) | -1.50",
                "1.5BD | decimal(2,1) | 1.5",
                "12BD | decimal(2,0) | 12",
                "1e3BD | decimal(4,0) | 1000",
                "1.5D | double | 1.5",
                "1D | double | 1.0",
                "1e3 | double | 1000.0",
                "1E-3 | double | 0.001",
                "1.5e2 | double | 150.0",
                "1.5F | float | 1.5",
                "3f | float | 3.0",
            })
    void aNumberHasSparksTypeAndValue(String sql, String type, String value) {
        assertThat(read(sql).type()).isEqualTo(DataType.fromDDL(type));
        assertThat(String.valueOf(read(sql).value())).isEqualTo(value);
    }

    @Test
    void stringsStandInEitherQuoteWithEscapes() {
        assertThat(read("'a'").value()).isEqualTo("a");
        assertThat(read("\"a\"").value()).isEqualTo("a");
        assertThat(read("'it''s'").value()).isEqualTo("it's");
        assertThat(read("\"say \"\"hi\"\"\"").value()).isEqualTo("say \"hi\"");
        assertThat(read("'a\\nb\\t\\\\\\''").value()).isEqualTo("a\nb\t\\'");
        assertThat(read("'\\u00e5\\101\\0'").value()).isEqualTo("åA\0");
        assertThat(read("'\\U0001F30A'").value()).isEqualTo("🌊");
        assertThat(read("'100\\%\\_'").value()).isEqualTo("100\\%\\_");
        assertThat(read("r'\\d+\\n'").value()).isEqualTo("\\d+\\n");
        assertThat(read("R\"\\w\"").value()).isEqualTo("\\w");
        assertThat(read("'a' 'b' \"c\"").value()).isEqualTo("abc");
        assertThat(read("'ærlig Ω 🌊'").value()).isEqualTo("ærlig Ω 🌊");
    }

    @Test
    void bytesAreHexadecimal() {
        assertThat((byte[]) read("X'1F00'").value()).containsExactly(0x1f, 0);
        assertThat((byte[]) read("x'F'").value()).containsExactly(0x0f);
        assertThat((byte[]) read("X''").value()).isEmpty();
    }

    @Test
    void timesAreReadInTheSessionsZoneUnlessTheySayTheirs() {
        assertThat(read("DATE '2026-01-31'").value()).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(read("DATE '2026-1'").value()).isEqualTo(LocalDate.of(2026, 1, 1));
        assertThat(read("TIMESTAMP '2026-01-31 12:30:00.5'").value())
                .isEqualTo(Instant.parse("2026-01-31T11:30:00.500Z"));
        assertThat(read("TIMESTAMP '2026-01-31 12:30:00Z'").value())
                .isEqualTo(Instant.parse("2026-01-31T12:30:00Z"));
        assertThat(read("TIMESTAMP '2026-01-31T12:30:00.123456+02:00'").value())
                .isEqualTo(Instant.parse("2026-01-31T10:30:00.123456Z"));
        assertThat(read("TIMESTAMP_LTZ '2026-01-31'").value())
                .isEqualTo(Instant.parse("2026-01-30T23:00:00Z"));
        assertThat(read("TIMESTAMP_NTZ '2026-01-31 12:30:00'").value())
                .isEqualTo(LocalDateTime.of(2026, 1, 31, 12, 30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTERVAL 10 SECONDS | interval second | PT10S",
                "INTERVAL '1' DAY | interval day | PT24H",
                "INTERVAL -1 DAY | interval day | PT-24H",
                "INTERVAL 1 HOUR 30 MINUTES | interval hour to minute | PT1H30M",
                "INTERVAL 2 WEEKS | interval day | PT336H",
                "INTERVAL 1.5 SECONDS | interval second | PT1.5S",
                "INTERVAL 100 MILLISECONDS | interval second | PT0.1S",
                "INTERVAL 7 MICROSECONDS | interval second | PT0.000007S",
                "INTERVAL '1 12:30' DAY TO MINUTE | interval day to minute | PT36H30M",
                "INTERVAL '1 00:00:01.5' DAY TO SECOND | interval day to second | PT24H1.5S",
                "INTERVAL '-12:30' HOUR TO MINUTE | interval hour to minute | PT-12H-30M",
                "INTERVAL '10 minutes' | interval minute | PT10M",
                "INTERVAL 18 MONTHS | interval month | P1Y6M",
                "INTERVAL 1 YEAR 2 MONTHS | interval year to month | P1Y2M",
                "INTERVAL '1-2' YEAR TO MONTH | interval year to month | P1Y2M",
            })
    void anIntervalIsASpanOfMonthsOrOfTime(String sql, String type, String value) {
        assertThat(read(sql).type().typeName()).isEqualTo(type);
        assertThat(read(sql).value()).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "128Y | does not fit TINYINT",
                "32768S | does not fit SMALLINT",
                "9223372036854775808L | does not fit BIGINT",
                "1e400 | does not fit DOUBLE",
                "1e39F | does not fit FLOAT",
                "123456789012345678901234567890123456789 | does not fit DECIMAL",
                "1abc | is not a number",
                "X'0G' | not a hexadecimal digit",
                "DATE '2026-13-01' | is not a DATE",
                "DATE 'soon' | is not a DATE",
                "TIMESTAMP '2026-01-01 25:00:00' | is not a TIMESTAMP",
                "INTERVAL 1 MONTH 1 DAY | cannot hold both months and days",
                "INTERVAL 'x' DAY | should be a number of day",
                "INTERVAL 1.5 MONTHS | should be a whole number",
            })
    void aLiteralThatMeansNothingIsRefusedWhereItStands(String sql, String why) {
        assertThatThrownBy(() -> read(sql))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("line 1:1");
    }
}
