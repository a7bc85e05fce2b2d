package io.tidemill.operator.aggregate;

import module java.base;

import io.tidemill.expression.AggregateCall;

/// Aggregates from scratch, by their definitions and without a care for speed: the oracle of the
/// incremental ones.
final class PlainAggregates {
    private static final MathContext DIGITS = new MathContext(60);

    private PlainAggregates() {}

    /// @param rows of each the arguments, then the values that the call orders by
    static Object of(AggregateCall call, List<List<Object>> rows) {
        if (call.arguments().isEmpty()) {
            return (long) rows.size();
        }
        var all = new ArrayList<>(rows);
        if (call.distinct()) {
            all = new ArrayList<>(new LinkedHashSet<>(all));
        }
        int order = all.isEmpty() || call.order().isEmpty() ? -1 : all.getFirst().size() - 1;
        Comparator<List<Object>> comparator =
                (a, b) -> {
                    int compared = order < 0 ? 0 : compare(a.get(order), b.get(order));
                    for (int i = 0; compared == 0 && i < a.size(); i++) {
                        compared = compare(a.get(i), b.get(i));
                    }
                    return compared;
                };
        all.sort(comparator);
        var first = all.stream().map(List::getFirst).toList();
        var known = first.stream().filter(Objects::nonNull).toList();
        var both = all.stream().filter(row -> !row.contains(null)).toList();
        return switch (call.function()) {
            case "count", "regr_count" -> (long) both.size();
            case "count_if" -> known.stream().filter(Boolean.TRUE::equals).count();
            case "sum", "try_sum" -> sum(known);
            case "avg", "try_avg" -> mean(known);
            case "regr_avgy" -> mean(both.stream().map(List::getFirst).toList());
            case "regr_avgx" -> mean(both.stream().map(row -> row.get(1)).toList());
            case "min" -> known.isEmpty() ? null : known.getFirst();
            case "max" -> known.isEmpty() ? null : known.getLast();
            case "min_by" -> by(all, true);
            case "max_by" -> by(all, false);
            case "first", "any_value" -> end(call, first, true);
            case "last" -> end(call, first, false);
            case "bool_and" -> known.isEmpty() ? null : !known.contains(false);
            case "bool_or" -> known.isEmpty() ? null : known.contains(true);
            case "bit_and" ->
                    known.stream().map(v -> (Long) v).reduce((a, b) -> a & b).orElse(null);
            case "bit_or" -> known.stream().map(v -> (Long) v).reduce((a, b) -> a | b).orElse(null);
            case "bit_xor" ->
                    known.stream().map(v -> (Long) v).reduce((a, b) -> a ^ b).orElse(null);
            case "collect_list" -> known;
            case "collect_set" -> known.stream().distinct().toList();
            case "listagg" ->
                    known.isEmpty()
                            ? null
                            : known.stream().map(Object::toString).collect(Collectors.joining("+"));
            case "mode" -> mode(known);
            case "median" -> between(known, 0.5);
            case "percentile" -> between(known, 0.3);
            case "percentile_approx" ->
                    known.isEmpty() ? null : known.get((int) Math.ceil(0.3 * known.size()) - 1);
            case "percentile_disc" ->
                    known.isEmpty()
                            ? null
                            : ((Number) known.get((int) Math.ceil(0.3 * known.size()) - 1))
                                    .doubleValue();
            case "approx_count_distinct" -> (long) new HashSet<>(known).size();
            case "single_value" -> first.isEmpty() ? null : first.getFirst();
            default -> moment(call.function(), both);
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(Object a, Object b) {
        return a == null || b == null
                ? Boolean.compare(a != null, b != null)
                : ((Comparable) a).compareTo(b);
    }

    private static Object sum(List<Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        return values.getFirst() instanceof Long
                ? (Object) values.stream().mapToLong(v -> (Long) v).sum()
                : (Object) values.stream().mapToDouble(v -> (Double) v).sum();
    }

    private static Object mean(List<Object> values) {
        return values.isEmpty()
                ? null
                : (Object) (((Number) sum(values)).doubleValue() / values.size());
    }

    private static Object by(List<List<Object>> rows, boolean least) {
        Comparator<List<Object>> order = (a, b) -> compare(a.get(1), b.get(1));
        order = order.thenComparing((a, b) -> compare(a.get(0), b.get(0)));
        var known = rows.stream().filter(row -> row.get(1) != null);
        var found = least ? known.min(order) : known.max(order);
        return found.isEmpty() ? null : found.get().getFirst();
    }

    private static Object end(AggregateCall call, List<Object> values, boolean first) {
        var wanted = values.stream().filter(v -> v != null || !call.ignoreNulls()).toList();
        return wanted.isEmpty() ? null : first ? wanted.getFirst() : wanted.getLast();
    }

    private static Object mode(List<Object> values) {
        Object mode = null;
        int most = 0;
        for (var value : values) {
            int count = Collections.frequency(values, value);
            if (count > most) {
                most = count;
                mode = value;
            }
        }
        return mode;
    }

    private static Object between(List<Object> values, double percentage) {
        if (values.isEmpty()) {
            return null;
        }
        double position = percentage * (values.size() - 1);
        double low = ((Number) values.get((int) Math.floor(position))).doubleValue();
        double high = ((Number) values.get((int) Math.ceil(position))).doubleValue();
        return low == high
                ? low
                : (Math.ceil(position) - position) * low + (position - Math.floor(position)) * high;
    }

    /// Over distances from the mean, in numbers of 60 digits.
    private static Object moment(String function, List<List<Object>> rows) {
        int n = rows.size();
        if (n == 0) {
            return null;
        }
        if (rows.stream().flatMap(List::stream).anyMatch(v -> !Double.isFinite((Double) v))) {
            boolean undefined = n == 1 && function.matches(".*_samp|corr|regr_r2");
            return undefined ? null : (Object) Double.NaN;
        }
        var y = distances(rows, 0);
        var x = distances(rows, rows.getFirst().size() - 1);
        var m2 = product(y, y);
        return switch (function) {
            case "var_pop" -> over(m2, of(n));
            case "var_samp" -> n == 1 ? null : over(m2, of(n - 1));
            case "stddev_pop" -> Math.sqrt((Double) over(m2, of(n)));
            case "stddev_samp" -> n == 1 ? null : Math.sqrt((Double) over(m2, of(n - 1)));
            case "skewness" -> {
                var m3 = product(product2(y, y), y);
                var variance = m2.divide(of(n), DIGITS);
                yield zero(m2)
                        ? null
                        : over(m3.divide(of(n), DIGITS), variance.multiply(variance.sqrt(DIGITS)));
            }
            case "kurtosis" -> {
                var m4 = product(product2(y, y), product2(y, y));
                yield zero(m2)
                        ? null
                        : m4.multiply(of(n))
                                .divide(m2.multiply(m2), DIGITS)
                                .subtract(of(3))
                                .doubleValue();
            }
            case "covar_pop" -> over(product(y, x), of(n));
            case "covar_samp" -> n == 1 ? null : over(product(y, x), of(n - 1));
            case "corr" ->
                    zero(m2) || zero(product(x, x))
                            ? null
                            : over(product(y, x), m2.multiply(product(x, x)).sqrt(DIGITS));
            case "regr_sxx" -> product(x, x).doubleValue();
            case "regr_syy" -> m2.doubleValue();
            case "regr_sxy" -> product(y, x).doubleValue();
            case "regr_slope" -> zero(product(x, x)) ? null : over(product(y, x), product(x, x));
            case "regr_r2" ->
                    zero(product(x, x))
                            ? null
                            : zero(m2)
                                    ? (Object) 1.0
                                    : over(product(y, x).pow(2), product(x, x).multiply(m2));
            default -> throw new IllegalArgumentException(function);
        };
    }

    private static List<BigDecimal> distances(List<List<Object>> rows, int index) {
        var values = rows.stream().map(row -> new BigDecimal((Double) row.get(index))).toList();
        var mean =
                values.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(of(rows.size()), DIGITS);
        boolean same = values.stream().allMatch(v -> v.compareTo(values.getFirst()) == 0);
        return values.stream().map(v -> same ? BigDecimal.ZERO : v.subtract(mean)).toList();
    }

    private static List<BigDecimal> product2(List<BigDecimal> a, List<BigDecimal> b) {
        return IntStream.range(0, a.size()).mapToObj(i -> a.get(i).multiply(b.get(i))).toList();
    }

    private static BigDecimal product(List<BigDecimal> a, List<BigDecimal> b) {
        return product2(a, b).stream().reduce(BigDecimal.ZERO, BigDecimal::add).round(DIGITS);
    }

    private static boolean zero(BigDecimal number) {
        return number.signum() == 0;
    }

    private static BigDecimal of(long number) {
        return BigDecimal.valueOf(number);
    }

    private static Object over(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, DIGITS).doubleValue();
    }
}
