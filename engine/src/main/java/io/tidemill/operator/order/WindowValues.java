package io.tidemill.operator.order;

import io.tidemill.expression.Interpreter;
import io.tidemill.expression.WindowCall;
import io.tidemill.expression.WindowCall.Bound;
import io.tidemill.operator.aggregate.FrameAggregate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The values of window functions for the rows of a partition.
///
/// A value depends on the partition's rows and their order alone, never on what was there before,
/// so a value given in an earlier epoch can be found again from the rows of that epoch. Sums of
/// floating numbers are therefore added up anew, frame by frame, unless all frames begin, or end,
/// with the partition.
public final class WindowValues {
    private final List<OverCall> functions = new ArrayList<>();

    private final @Nullable Object[] arguments = new @Nullable Object[8];
    private final List<FrameBounds> frames = new ArrayList<>();
    private final List<@Nullable FrameAggregate> aggregates = new ArrayList<>();

    /// @param zone the session's, in the epoch that runs
    WindowValues(List<OverCall> functions, Supplier<ZoneId> zone) {
        for (var function : functions) {
            this.functions.add(function);
            var frame = function.call().frame();
            int key = FrameBounds.needsKey(frame) ? function.keyColumn() : -1;
            frames.add(new FrameBounds(frame, key, function.ascending(), zone));
            aggregates.add(
                    isAggregate(function.call()) ? new FrameAggregate(function.call()) : null);
        }
    }

    static boolean isAggregate(WindowCall call) {
        return switch (call.function()) {
            case "row_number",
                    "rank",
                    "dense_rank",
                    "percent_rank",
                    "cume_dist",
                    "ntile",
                    "lag",
                    "lead",
                    "first_value",
                    "last_value",
                    "nth_value" ->
                    false;
            default -> true;
        };
    }

    /// From which position on values may be others when the rows from `changed` on are.
    ///
    /// @param view holds the rows before `changed`
    int affectedFrom(PartitionView view, int changed) {
        int from = changed;
        for (int i = 0; i < functions.size(); i++) {
            var call = functions.get(i).call();
            int own =
                    switch (call.function()) {
                        case "row_number", "rank", "dense_rank" -> changed;
                        case "percent_rank", "cume_dist", "ntile" -> 0;
                        case "lag", "lead" -> {
                            long offset = offset(call);
                            yield offset <= 0
                                    ? changed
                                    : call.ignoreNulls() ? 0 : (int) Math.max(0, changed - offset);
                        }
                        default -> frames.get(i).affectedFrom(view, changed);
                    };
            from = Math.min(from, own);
        }
        return from;
    }

    /// Whether a function looks at the rows up to the current one, and its peers, alone.
    public static boolean looksBack(WindowCall call) {
        return switch (call.function()) {
            case "row_number", "rank", "dense_rank" -> true;
            case "percent_rank", "cume_dist", "ntile" -> false;
            case "lag", "lead" -> offset(call) <= 0;
            default ->
                    call.frame().end() instanceof Bound.CurrentRow
                            || call.frame().end() instanceof Bound.Preceding;
        };
    }

    /// Whether rows that come later in the order need all rows before them.
    public static boolean needsAll(WindowCall call) {
        return switch (call.function()) {
            case "row_number", "rank", "dense_rank" -> true;
            case "lag", "lead" -> call.ignoreNulls();
            default -> call.frame().start() instanceof Bound.UnboundedPreceding;
        };
    }

    /// The time of a position.
    @FunctionalInterface
    interface Times {
        long at(int position);
    }

    /// The first position that a row which comes behind all these, not before `boundMicros`, can
    /// reach, if all functions look back and rows are ordered by time.
    int retainedFrom(PartitionView view, long boundMicros, Times times) {
        int from = view.count();
        for (int i = 0; i < functions.size(); i++) {
            var call = functions.get(i).call();
            int own;
            if (needsAll(call)) {
                own = 0;
            } else if (call.function().equals("lag") || call.function().equals("lead")) {
                own = (int) Math.max(0, view.count() + offset(call));
            } else {
                own = frames.get(i).retainedFrom(view, boundMicros, times);
            }
            from = Math.min(from, own);
        }
        return from;
    }

    /// Makes the values readable that positions from `from` on need.
    private void load(PartitionView view, int from) {
        int needed = from;
        for (int i = 0; i < functions.size(); i++) {
            var call = functions.get(i).call();
            int own =
                    switch (call.function()) {
                        case "row_number",
                                "rank",
                                "dense_rank",
                                "percent_rank",
                                "cume_dist",
                                "ntile" ->
                                from;
                        case "lag", "lead" ->
                                call.ignoreNulls()
                                        ? 0
                                        : (int) Math.max(0, from + Math.min(0, offset(call)));
                        default -> frames.get(i).neededFrom(view, from);
                    };
            needed = Math.min(needed, own);
        }
        view.load(needed);
    }

    /// How many rows behind the current one `lag` and `lead` look.
    static long offset(WindowCall call) {
        long distance = constant(call, 1);
        return call.function().equals("lag") ? -distance : distance;
    }

    private static long constant(WindowCall call, int argument) {
        var value = Interpreter.constant(call.arguments().get(argument));
        if (value == null) {
            throw new IllegalStateException("no constant: " + call);
        }
        return ((Number) value).longValue();
    }

    /// The values of the positions from `from` on: by position, by function.
    @Nullable Object[][] values(PartitionView view, int from) {
        int count = Math.max(0, view.count() - from);
        var values = new @Nullable Object[count][functions.size()];
        if (count == 0) {
            return values;
        }
        load(view, from);
        for (int i = 0; i < functions.size(); i++) {
            fill(view, from, i, values);
        }
        return values;
    }

    private void fill(PartitionView view, int from, int index, @Nullable Object[][] values) {
        var function = functions.get(index);
        var aggregate = aggregates.get(index);
        if (aggregate != null) {
            aggregate(view, from, index, aggregate, values);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i][index] = value(view, from + i, function, frames.get(index));
        }
    }

    private static @Nullable Object value(
            PartitionView view, int position, OverCall function, FrameBounds frame) {
        int group = view.group(position);
        int count = view.count();
        var call = function.call();
        return switch (call.function()) {
            case "row_number" -> position + 1;
            case "rank" -> view.groupStart(group) + 1;
            case "dense_rank" -> group + 1;
            case "percent_rank" -> count == 1 ? 0.0 : (double) view.groupStart(group) / (count - 1);
            case "cume_dist" -> (double) view.groupStart(group + 1) / count;
            case "ntile" -> bucket(position, count, constant(call, 0));
            case "lag", "lead" -> neighbour(view, position, function);
            case "first_value" ->
                    within(
                            view,
                            function,
                            frame.start(view, position),
                            frame.end(view, position),
                            1,
                            1);
            case "last_value" ->
                    within(
                            view,
                            function,
                            frame.end(view, position) - 1,
                            frame.start(view, position) - 1,
                            -1,
                            1);
            case "nth_value" ->
                    within(
                            view,
                            function,
                            frame.start(view, position),
                            frame.end(view, position),
                            1,
                            constant(call, 1));
            default -> throw new IllegalStateException("no window function: " + call);
        };
    }

    /// Which of `buckets` buckets, as even as can be, the larger ones first.
    private static int bucket(long position, long count, long buckets) {
        long size = count / buckets;
        long larger = count % buckets;
        long inLarger = larger * (size + 1);
        long bucket =
                position < inLarger
                        ? position / (size + 1)
                        : larger + (position - inLarger) / Math.max(1, size);
        return (int) bucket + 1;
    }

    private static @Nullable Object neighbour(PartitionView view, int position, OverCall function) {
        int column = function.argument();
        long offset = offset(function.call());
        if (!function.call().ignoreNulls() || offset == 0) {
            long at = position + offset;
            return at >= 0 && at < view.count()
                    ? view.value(column, (int) at)
                    : view.value(function.arguments().get(2), position);
        }
        int step = offset < 0 ? -1 : 1;
        long left = Math.abs(offset);
        for (int at = position + step; at >= 0 && at < view.count(); at += step) {
            if (!view.isNull(column, at) && --left == 0) {
                return view.value(column, at);
            }
        }
        return view.value(function.arguments().get(2), position);
    }

    /// The `nth` value from `from` to before `to`; NULL when there is none.
    private static @Nullable Object within(
            PartitionView view, OverCall function, int from, int to, int step, long nth) {
        boolean skips = function.call().ignoreNulls();
        if (!skips) {
            long at = from + step * (nth - 1);
            return step > 0
                    ? at < to ? get(view, function, at) : null
                    : at > to ? get(view, function, at) : null;
        }
        long left = nth;
        for (int at = from; step > 0 ? at < to : at > to; at += step) {
            if (!view.isNull(function.argument(), at) && --left == 0) {
                return view.value(function.argument(), at);
            }
        }
        return null;
    }

    private static @Nullable Object get(PartitionView view, OverCall function, long at) {
        return view.value(function.argument(), (int) at);
    }

    private void aggregate(
            PartitionView view,
            int from,
            int index,
            FrameAggregate aggregate,
            @Nullable Object[][] values) {
        var function = functions.get(index);
        var frame = frames.get(index);
        aggregate.clear();
        if (frame.isToEnd() && !frame.isFromBeginning() && !aggregate.isExact()) {
            int begin = view.count();
            for (int i = values.length - 1; i >= 0; i--) {
                int start = frame.start(view, from + i);
                while (begin > start) {
                    add(view, --begin, function, aggregate, 1);
                }
                values[i][index] = aggregate.result();
            }
            return;
        }
        boolean slides = frame.isFromBeginning() || aggregate.isExact();
        int begin = 0;
        int end = 0;
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            int start = frame.start(view, from + i);
            int stop = Math.max(start, frame.end(view, from + i));
            boolean same = any && start == begin && stop == end;
            if (same) {
                values[i][index] = values[i - 1][index];
                continue;
            }
            if (!any || start >= end || !slides && (start != begin || stop < end)) {
                aggregate.clear();
                begin = start;
                end = start;
            }
            any = true;
            while (end < stop) {
                add(view, end++, function, aggregate, 1);
            }
            while (begin < start) {
                add(view, begin++, function, aggregate, -1);
            }
            values[i][index] = aggregate.result();
        }
    }

    private void add(
            PartitionView view, int position, OverCall function, FrameAggregate to, long weight) {
        if (function.filter() < 0 || Boolean.TRUE.equals(view.value(function.filter(), position))) {
            int[] taken = to.arguments();
            for (int i = 0; i < taken.length; i++) {
                arguments[i] = view.value(function.arguments().get(taken[i]), position);
            }
            to.add(arguments, position, weight);
        }
    }
}
