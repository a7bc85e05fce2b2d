package io.tidemill.testkit;

import module java.base;

/// Rows as text in which values that mean the same are the same, whoever computed them; floating
/// numbers to twelve digits, since sums are added up in different orders.
final class RowText {
    private RowText() {}

    /// Whether two sorted lists of rows are the same but for what computing numbers in another type
    /// or order makes of their last digits.
    static boolean similar(List<String> left, List<String> right) {
        return left.size() == right.size()
                && IntStream.range(0, left.size())
                        .allMatch(i ->
                                left.get(i).equals(right.get(i))
                                        || similar(left.get(i), right.get(i)));
    }

    private static boolean similar(String left, String right) {
        var lefts = left.split("[|]", -1);
        var rights = right.split("[|]", -1);
        return lefts.length == rights.length
                && IntStream.range(0, lefts.length)
                        .allMatch(i -> lefts[i].equals(rights[i]) || close(lefts[i], rights[i]));
    }

    private static boolean close(String left, String right) {
        try {
            double a = Double.parseDouble(left);
            double b = Double.parseDouble(right);
            return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a));
        } catch (NumberFormatException e) {
            return false;
        }
    }

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
