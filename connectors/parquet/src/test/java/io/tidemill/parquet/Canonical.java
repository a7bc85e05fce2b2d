package io.tidemill.parquet;

import module java.base;

import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;

/// Values of ours and of DuckDB's in one form, so that they compare: numbers by value, times as
/// microseconds, bytes in hex, structs as lists of their values.
final class Canonical {
    private Canonical() {}

    static String of(Object value) throws SQLException {
        return switch (value) {
            case null -> "null";
            case Boolean b -> b.toString();
            case Float f -> f == 0 ? "0.0f" : f + "f";
            case Double d -> d == 0 ? "0.0" : d.toString();
            case BigDecimal decimal -> decimal.signum() == 0 ? "0" : number(decimal);
            case BigInteger integer -> integer.toString();
            case Number number -> Long.toString(number.longValue());
            case Timestamp time -> micros(time.toLocalDateTime());
            case LocalDateTime time -> micros(time);
            case OffsetDateTime time ->
                    micros(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
            case Instant instant -> micros(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            case LocalTime time -> "P" + time.toNanoOfDay() / 1000;
            case Duration duration -> "P" + duration.toNanos() / 1000;
            case java.sql.Date date -> date.toLocalDate().toString();
            case Blob blob -> HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case java.sql.Array array -> list(Arrays.asList((Object[]) array.getArray()));
            case Struct struct -> list(Arrays.asList(struct.getAttributes()));
            case Object[] fields -> list(Arrays.asList(fields));
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> value.toString();
        };
    }

    private static String number(BigDecimal decimal) {
        return decimal.stripTrailingZeros().toPlainString();
    }

    private static String micros(LocalDateTime time) {
        return "T" + ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time);
    }

    private static String list(List<?> list) throws SQLException {
        var text = new StringJoiner(",", "[", "]");
        for (Object element : list) {
            text.add(of(element));
        }
        return text.toString();
    }

    private static String map(Map<?, ?> map) throws SQLException {
        var entries = new TreeSet<String>();
        for (var entry : map.entrySet()) {
            entries.add(of(entry.getKey()) + "=" + of(entry.getValue()));
        }
        return entries.toString();
    }
}
