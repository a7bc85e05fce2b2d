package io.tidemill.data;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static String table(StructType schema, Object[] row) {
        var cells =
                IntStream.range(0, row.length)
                        .mapToObj(i -> ValueText.of(row[i], schema.typeOf(i), ZoneOffset.UTC))
                        .toList();
        var names = schema.fieldList().stream().map(StructField::name).toList();
        return TextTable.render(names, List.of(cells), 0, false);
    }

    @Test
    void nestedValuesReadAsInSpark() {
        var schema =
                StructType.fromDDL(
                        "a ARRAY<INT>, m MAP<STRING, DECIMAL(5,2)>, s STRUCT<x: DATE, y: BINARY>");
        var map = new LinkedHashMap<String, BigDecimal>();
        map.put("k", new BigDecimal("1.50"));
        map.put("l", null);
        Object[] row =
                new Object[] {
                    Arrays.asList(1, null),
                    map,
                    new Object[] {LocalDate.of(2026, 1, 2), new byte[] {1, (byte) 0xAB}}
                };
        assertThat(table(schema, row))
                .contains("|[1, NULL]|{k -> 1.50, l -> NULL}|{2026-01-02, [01 AB]}|");
    }

    @Test
    void intervalsAndTextThatWouldBreakTheTable() {
        var schema =
                StructType.fromDDL(
                        "d INTERVAL DAY TO SECOND, y INTERVAL YEAR TO MONTH, t STRING, n"
                                + " TIMESTAMP_NTZ");
        Object[] row =
                new Object[] {
                    Duration.ofSeconds(-93784, -500_000_000),
                    Period.ofMonths(14),
                    "a\nb\t世界",
                    LocalDateTime.of(2026, 1, 2, 3, 4, 5, 120_000_000)
                };
        assertThat(table(schema, row))
                .contains(
                        "|INTERVAL '-1 02:03:04.5' DAY TO SECOND|INTERVAL '1-2' YEAR TO"
                                + " MONTH|a\\nb\\t世界|2026-01-02 03:04:05.12|");
    }
}
