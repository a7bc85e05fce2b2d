package io.tidemill.operator.aggregate;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.operator.BoxOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// In what order a call takes its rows: the values that it orders by, then its arguments by the
/// total order of values, in which `-0.0` comes before `0.0` so that only equal ones are equal.
final class Tuples {
    private Tuples() {}

    /// What is computed from each row for a call: its arguments, without those that are settings,
    /// then the values that it orders by.
    static List<Expression> values(AggregateCall call) {
        var values = arguments(call);
        call.order().forEach(key -> values.add(key.expression()));
        return values;
    }

    private static List<Expression> arguments(AggregateCall call) {
        var arguments = new ArrayList<Expression>();
        for (int i = 0; i < call.arguments().size(); i++) {
            if (i == 0 || !isSetting(call.function(), i)) {
                arguments.add(call.arguments().get(i));
            }
        }
        return arguments;
    }

    /// Whether an argument is a constant that says how to aggregate.
    private static boolean isSetting(String function, int index) {
        return switch (function) {
            case "first",
                    "first_value",
                    "last",
                    "last_value",
                    "any_value",
                    "percentile_cont",
                    "percentile_disc",
                    "percentile_approx",
                    "approx_percentile",
                    "approx_count_distinct",
                    "listagg",
                    "string_agg",
                    "mode" ->
                    true;
            case "percentile" -> index == 1;
            default -> false;
        };
    }

    /// The order of tuples of [#values].
    static Comparator<@Nullable Object[]> order(AggregateCall call) {
        int arguments = arguments(call).size();
        Comparator<@Nullable Object[]> order =
                (left, right) -> {
                    for (int i = 0; i < call.order().size(); i++) {
                        int compared =
                                compare(
                                        call.order().get(i),
                                        left[arguments + i],
                                        right[arguments + i]);
                        if (compared != 0) {
                            return compared;
                        }
                    }
                    return 0;
                };
        return order.thenComparing(Tuples::compareAll);
    }

    private static int compare(SortKey key, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            int nullFirst = left == right ? 0 : left == null ? -1 : 1;
            return key.nullsFirst() ? nullFirst : -nullFirst;
        }
        int compared = BoxOrder.compare(left, right);
        return key.ascending() ? compared : -compared;
    }

    static int compareAll(@Nullable Object[] left, @Nullable Object[] right) {
        for (int i = 0; i < left.length; i++) {
            int compared = compare(left[i], right[i]);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /// As [BoxOrder], and `-0.0` before `0.0`.
    static int compare(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Double number && right instanceof Double other) {
            return Double.compare(number, other);
        }
        if (left instanceof Float number && right instanceof Float other) {
            return Float.compare(number, other);
        }
        return BoxOrder.compare(left, right);
    }
}
