package io.tidemill.operator.order;

import module java.base;

import io.tidemill.expression.Expression;
import io.tidemill.expression.WindowCall;
import io.tidemill.expression.WindowCall.Bound;
import io.tidemill.expression.WindowCall.Unit;
import io.tidemill.operator.BoxOrder;

/// Window functions as their definitions say, row by row over the whole partition: slow and plain.
///
/// The frame's key, if there is a distance in RANGE, is a BIGINT.
final class OverOracle {
    private final List<List<Object>> rows;
    private final Comparator<List<Object>> peers;
    private final List<OverCall> calls;

    /// @param rows in order
    /// @param peers by the sort keys alone
    OverOracle(List<List<Object>> rows, Comparator<List<Object>> peers, List<OverCall> calls) {
        this.rows = rows;
        this.peers = peers;
        this.calls = calls;
    }

    List<List<Object>> values() {
        var result = new ArrayList<List<Object>>();
        for (int i = 0; i < rows.size(); i++) {
            var values = new ArrayList<Object>();
            for (var call : calls) {
                values.add(value(i, call));
            }
            result.add(values);
        }
        return result;
    }

    private boolean arePeers(int a, int b) {
        return peers.compare(rows.get(a), rows.get(b)) == 0;
    }

    private int group(int row) {
        int group = 0;
        for (int i = 1; i <= row; i++) {
            group += arePeers(i - 1, i) ? 0 : 1;
        }
        return group;
    }

    private Object value(int i, OverCall over) {
        int n = rows.size();
        long before = IntStream.range(0, i).filter(j -> !arePeers(i, j)).count();
        long upTo = IntStream.range(0, n).filter(j -> j <= i || arePeers(i, j)).count();
        var frame = IntStream.range(0, n).filter(j -> inFrame(i, j, over)).boxed().toList();
        var call = over.call();
        return switch (call.function()) {
            case "row_number" -> i + 1;
            case "rank" -> (int) before + 1;
            case "dense_rank" -> group(i) + 1;
            case "percent_rank" -> n == 1 ? 0.0 : (double) before / (n - 1);
            case "cume_dist" -> (double) upTo / n;
            case "ntile" -> ntile(i, n, (int) constant(call, 0));
            case "lag" -> neighbour(i, over, -constant(call, 1));
            case "lead" -> neighbour(i, over, constant(call, 1));
            case "first_value" -> nth(frame, over, 1);
            case "last_value" -> nth(frame.reversed(), over, 1);
            case "nth_value" -> nth(frame, over, constant(call, 1));
            default -> aggregate(frame, over);
        };
    }

    private static int ntile(int row, int rows, int buckets) {
        var sizes = new int[buckets];
        for (int i = 0; i < rows; i++) {
            sizes[i % buckets]++;
        }
        int bucket = 0;
        for (int left = row; left >= sizes[bucket]; bucket++) {
            left -= sizes[bucket];
        }
        return bucket + 1;
    }

    private static long constant(WindowCall call, int argument) {
        return ((Number) ((Expression.Literal) call.arguments().get(argument)).value()).longValue();
    }

    private Object argument(int row, OverCall over, int argument) {
        return rows.get(row).get(over.arguments().get(argument));
    }

    private Object neighbour(int row, OverCall over, long offset) {
        if (offset == 0 || !over.call().ignoreNulls()) {
            long at = row + offset;
            return at < 0 || at >= rows.size()
                    ? argument(row, over, 2)
                    : argument((int) at, over, 0);
        }
        int step = offset < 0 ? -1 : 1;
        long left = Math.abs(offset);
        for (int at = row + step; at >= 0 && at < rows.size(); at += step) {
            var value = argument(at, over, 0);
            if (value != null && --left == 0) {
                return value;
            }
        }
        return argument(row, over, 2);
    }

    private Object nth(List<Integer> frame, OverCall over, long nth) {
        var values = new ArrayList<>();
        for (int j : frame) {
            var value = argument(j, over, 0);
            if (value != null || !over.call().ignoreNulls()) {
                values.add(value);
            }
        }
        return nth <= values.size() ? values.get((int) nth - 1) : null;
    }

    private Object aggregate(List<Integer> frame, OverCall over) {
        var values = new ArrayList<>();
        for (int j : frame) {
            boolean counts =
                    over.filter() < 0 || Boolean.TRUE.equals(rows.get(j).get(over.filter()));
            var value = over.arguments().isEmpty() ? (Object) 1 : argument(j, over, 0);
            if (counts && value != null) {
                values.add(value);
            }
        }
        return switch (over.call().function()) {
            case "count" -> (long) values.size();
            case "min" -> values.stream().min(BoxOrder::compare).orElse(null);
            case "max" -> values.stream().max(BoxOrder::compare).orElse(null);
            case "sum" ->
                    values.isEmpty()
                            ? null
                            : values.getFirst() instanceof Double
                                    ? (Object) values.stream().mapToDouble(v -> (Double) v).sum()
                                    : (Object)
                                            values.stream()
                                                    .mapToLong(v -> ((Number) v).longValue())
                                                    .sum();
            default -> throw new IllegalStateException(over.toString());
        };
    }

    private boolean inFrame(int i, int j, OverCall over) {
        var frame = over.call().frame();
        return isFrom(i, j, over, frame.start(), true) && isFrom(i, j, over, frame.end(), false);
    }

    /// Whether row j lies at or behind where the frame begins, or at or before where it ends.
    private boolean isFrom(int i, int j, OverCall over, Bound bound, boolean start) {
        int sign = start ? 1 : -1;
        return switch (bound) {
            case Bound.UnboundedPreceding _, Bound.UnboundedFollowing _ -> true;
            case Bound.CurrentRow _ -> sign * distance(i, j, over) >= 0;
            case Bound.Preceding(var away) -> isFrom(i, j, over, -number(away), sign);
            case Bound.Following(var away) -> isFrom(i, j, over, number(away), sign);
        };
    }

    private boolean isFrom(int i, int j, OverCall over, long away, int sign) {
        if (over.call().frame().unit() == Unit.RANGE) {
            boolean nullHere = rows.get(i).get(over.keyColumn()) == null;
            boolean nullThere = rows.get(j).get(over.keyColumn()) == null;
            if (nullHere && nullThere) {
                return true;
            }
            if (nullHere || nullThere) {
                // NULLs are beyond every distance, on the side where they are ordered.
                return sign * Integer.compare(j, i) > 0;
            }
        }
        return sign * Long.compare(distance(i, j, over), away) >= 0;
    }

    private static long number(Expression distance) {
        return ((Number) ((Expression.Literal) distance).value()).longValue();
    }

    /// How far behind row i row j lies, in the unit of the frame.
    private long distance(int i, int j, OverCall over) {
        return switch (over.call().frame().unit()) {
            case ROWS -> j - i;
            case GROUPS -> group(j) - group(i);
            case RANGE -> {
                if (over.keyColumn() < 0 || arePeers(i, j)) {
                    yield group(j) - group(i);
                }
                var here = (Long) rows.get(i).get(over.keyColumn());
                var there = (Long) rows.get(j).get(over.keyColumn());
                yield here == null || there == null
                        ? Integer.compare(j, i)
                        : over.ascending() ? there - here : here - there;
            }
        };
    }
}
