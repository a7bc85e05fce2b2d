package io.tidemill.expression;

import module java.base;

/// Values as the golden files of `functions/` write them; the twin of `SparkTruth.render`.
final class Rendering {
    private Rendering() {}

    static String of(Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> quote(text);
            case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            case BigDecimal decimal -> decimal.toPlainString();
            case Period period -> period.normalized().toString();
            case List<?> list ->
                    list.stream().map(Rendering::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Object[] fields ->
                    Arrays.stream(fields)
                            .map(Rendering::of)
                            .collect(Collectors.joining(", ", "(", ")"));
            default -> value.toString();
        };
    }

    private static String quote(String text) {
        return text.codePoints()
                .mapToObj(c ->
                        switch (c) {
                            case '"' -> "\\\"";
                            case '\\' -> "\\\\";
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> plain(c);
                        })
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String plain(int c) {
        boolean hidden = c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0xd800 && c < 0xe000);
        return hidden ? "\\u%04x".formatted(c) : Character.toString(c);
    }
}
