package io.tidemill.operator.order;

import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.expression.Expression;
import io.tidemill.expression.WindowCall.Bound;
import io.tidemill.expression.WindowCall.Frame;
import io.tidemill.expression.WindowCall.Unit;
import io.tidemill.operator.BoxOrder;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where frames begin and end: positions in a [PartitionView], the end exclusive.
///
/// In RANGE, a row whose key is NULL has the rows with NULL as its neighbours at any distance. A
/// distance in months is counted on the calendar, for instants that of the session's zone.
final class FrameBounds {
    private final Frame frame;
    private final int keyColumn;
    private final boolean ascending;
    private final Supplier<ZoneId> zone;

    /// @param keyColumn the one key of a RANGE frame with distances, in the view; else -1
    FrameBounds(Frame frame, int keyColumn, boolean ascending, Supplier<ZoneId> zone) {
        this.frame = frame;
        this.keyColumn = keyColumn;
        this.ascending = ascending;
        this.zone = zone;
    }

    int start(PartitionView view, int position) {
        return clamp(view, edge(view, frame.start(), position, true));
    }

    int end(PartitionView view, int position) {
        return clamp(view, edge(view, frame.end(), position, false));
    }

    private static int clamp(PartitionView view, long place) {
        return Math.clamp(place, 0, view.count());
    }

    private long edge(PartitionView view, Bound bound, int position, boolean start) {
        int behind = start ? 0 : 1;
        int group = view.group(position);
        return switch (bound) {
            case Bound.UnboundedPreceding _ -> 0;
            case Bound.UnboundedFollowing _ -> view.count();
            case Bound.CurrentRow _ ->
                    frame.unit() == Unit.ROWS ? position + behind : view.groupStart(group + behind);
            case Bound.Preceding(var distance) -> away(view, position, distance, -1, start, behind);
            case Bound.Following(var distance) -> away(view, position, distance, 1, start, behind);
        };
    }

    private long away(
            PartitionView view,
            int position,
            Expression distance,
            int sign,
            boolean start,
            int behind) {
        return switch (frame.unit()) {
            case ROWS -> position + sign * capped(distance) + behind;
            case GROUPS -> {
                long group = view.group(position) + sign * capped(distance) + behind;
                yield view.groupStart(Math.clamp(group, -1, view.groups()));
            }
            case RANGE -> inRange(view, position, distance, sign, start);
        };
    }

    /// A number of rows or groups; more than there can be means all.
    static long capped(Expression distance) {
        return Math.min(number(distance), Integer.MAX_VALUE);
    }

    private static long number(Expression distance) {
        return ((Number) literal(distance)).longValue();
    }

    private static Object literal(Expression distance) {
        var value = distance instanceof Expression.Literal literal ? literal.value() : null;
        if (value == null) {
            throw new IllegalStateException("no constant: " + distance);
        }
        return value;
    }

    private long inRange(
            PartitionView view, int position, Expression distance, int sign, boolean start) {
        if (view.isNull(keyColumn, position)) {
            int group = view.group(position);
            return view.groupStart(start ? group : group + 1);
        }
        int from = 0;
        int to = view.count();
        while (from < to && view.isNull(keyColumn, from)) {
            from = view.groupStart(view.group(from) + 1);
        }
        while (to > from && view.isNull(keyColumn, to - 1)) {
            to = view.groupStart(view.group(to - 1));
        }
        var bound = moved(view, position, literal(distance), ascending ? sign : -sign);
        // The first position whose key is not before the bound, or is behind it.
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = compare(view, middle, bound);
            int inOrder = ascending ? order : -order;
            if (start ? inOrder < 0 : inOrder <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /// A key, as a number that distances can be added to.
    private Object key(PartitionView view, int position) {
        int row = position - view.loadedFrom();
        return switch (view.column(keyColumn)) {
            case LongColumn longs when longs.type() instanceof DateType ->
                    longs.getLong(row) * 86_400_000_000L;
            case LongColumn longs -> longs.getLong(row);
            case DoubleColumn doubles -> doubles.getDouble(row) + 0.0;
            case DecimalColumn decimals ->
                    DecimalColumn.toBigDecimal(
                            decimals.high()[row],
                            decimals.low()[row],
                            ((DecimalType) decimals.type()).scale());
            default -> throw new IllegalStateException("no distances of " + type(view).sql());
        };
    }

    private DataType type(PartitionView view) {
        return view.column(keyColumn).type();
    }

    private int compare(PartitionView view, int position, Object bound) {
        return BoxOrder.compare(key(view, position), bound);
    }

    private Object moved(PartitionView view, int position, Object distance, int sign) {
        var key = key(view, position);
        return switch (distance) {
            case Duration span -> added((Long) key, sign * (span.toNanos() / 1000));
            case Period span when key instanceof Long number ->
                    months(view, number, sign * span.toTotalMonths());
            case BigDecimal number when key instanceof Long unscaled ->
                    added(unscaled, sign * unscaled(view, number));
            case BigDecimal number ->
                    sign < 0 ? ((BigDecimal) key).subtract(number) : ((BigDecimal) key).add(number);
            case Double number -> (Double) key + sign * number;
            case Float number -> (Double) key + sign * number;
            case Number number -> added((Long) key, sign * number.longValue());
            default -> throw new IllegalStateException("no distance: " + distance);
        };
    }

    private long unscaled(PartitionView view, BigDecimal number) {
        int scale = ((DecimalType) type(view)).scale();
        return number.setScale(scale, RoundingMode.HALF_UP).unscaledValue().longValueExact();
    }

    /// The sum, or the greatest or least number when there is none.
    private static Long added(long key, long distance) {
        long sum = key + distance;
        boolean overflow = ((key ^ sum) & (distance ^ sum)) < 0;
        return overflow ? (distance > 0 ? Long.MAX_VALUE : Long.MIN_VALUE) : sum;
    }

    private Long months(PartitionView view, long key, long months) {
        return switch (type(view)) {
            case DateType _ ->
                    LocalDate.ofEpochDay(Math.floorDiv(key, 86_400_000_000L))
                                    .plusMonths(months)
                                    .toEpochDay()
                            * 86_400_000_000L;
            case TimestampType _ -> calendar(key, months, zone.get());
            case TimestampNTZType _ -> calendar(key, months, ZoneOffset.UTC);
            default -> added(key, months); // an interval of months itself
        };
    }

    private static Long calendar(long micros, long months, ZoneId zone) {
        long seconds = Math.floorDiv(micros, 1_000_000L);
        long rest = Math.floorMod(micros, 1_000_000L);
        var moved =
                LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), zone).plusMonths(months);
        return moved.atZone(zone).toEpochSecond() * 1_000_000L + rest;
    }

    /// Whether positions before `changed` may have other rows in their frames when the rows from
    /// `changed` on are others; from which position on.
    int affectedFrom(PartitionView view, int changed) {
        int peers = changed == 0 ? 0 : view.groupStart(view.group(changed - 1));
        return switch (frame.end()) {
            case Bound.UnboundedFollowing _ -> 0;
            case Bound.Following(var distance) ->
                    switch (frame.unit()) {
                        case ROWS -> (int) Math.max(0, changed - capped(distance));
                        case GROUPS ->
                                changed == 0
                                        ? 0
                                        : view.groupStart(
                                                (int)
                                                        Math.max(
                                                                -1,
                                                                view.group(changed - 1)
                                                                        - capped(distance)));
                        case RANGE -> 0;
                    };
            case Bound.CurrentRow _, Bound.Preceding _, Bound.UnboundedPreceding _ ->
                    frame.unit() == Unit.ROWS ? changed : peers;
        };
    }

    /// The first position whose value the frames from `from` on need.
    int neededFrom(PartitionView view, int from) {
        if (from >= view.count()) {
            return view.count();
        }
        return frame.unit() == Unit.RANGE && keyColumn >= 0 ? 0 : Math.min(from, start(view, from));
    }

    /// The first position in the frame of a row behind all these whose key, a time, is not before
    /// `boundMicros`.
    int retainedFrom(PartitionView view, long boundMicros, WindowValues.Times times) {
        if (!(frame.start() instanceof Bound.Preceding(var distance))) {
            return frame.start() instanceof Bound.UnboundedPreceding ? 0 : view.count();
        }
        return switch (frame.unit()) {
            case ROWS -> (int) Math.max(0, view.count() - capped(distance));
            case GROUPS -> view.groupStart((int) Math.max(-1, view.groups() - capped(distance)));
            case RANGE -> {
                long span =
                        switch (literal(distance)) {
                            case Duration exact -> exact.toNanos() / 1000;
                            case Period months ->
                                    months.toTotalMonths() * Duration.ofDays(32).toNanos() / 1000;
                            default -> number(distance);
                        };
                long from = boundMicros < Long.MIN_VALUE + span ? boundMicros : boundMicros - span;
                int position = 0;
                while (position < view.count() && times.at(position) < from) {
                    position++;
                }
                yield position;
            }
        };
    }

    boolean isFromBeginning() {
        return frame.start() instanceof Bound.UnboundedPreceding;
    }

    boolean isToEnd() {
        return frame.end() instanceof Bound.UnboundedFollowing;
    }

    /// Whether a frame has a distance in RANGE.
    static boolean needsKey(Frame frame) {
        return frame.unit() == Unit.RANGE && (isDistance(frame.start()) || isDistance(frame.end()));
    }

    private static boolean isDistance(@Nullable Bound bound) {
        return bound instanceof Bound.Preceding || bound instanceof Bound.Following;
    }
}
