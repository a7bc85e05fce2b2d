package io.tidemill.testkit;

import module java.base;

/// Rows as text in which values that mean the same are the same, whoever computed them; floating
/// numbers to twelve digits, since sums are added up in different orders.
final class RowText {
    private RowText() {}

    static String of(List<?> row) {
        return row.stream().map(RowText::value).collect(Collectors.joining("|"));
    }

    static String of(Object[] row) {
        return of(Arrays.asList(row));
    }

    static String value(Object value) {
        return switch (value) {
            case Double number when Double.isFinite(number) ->
                    Values.comparable(new BigDecimal(number).round(new MathContext(12)));
            case Float number when Float.isFinite(number) ->
                    Values.comparable(new BigDecimal(number).round(new MathContext(6)));
            case Instant time -> time.toString();
            case List<?> list -> list.stream().map(RowText::value).toList().toString();
            case null, default -> Values.comparable(value);
        };
    }
}
