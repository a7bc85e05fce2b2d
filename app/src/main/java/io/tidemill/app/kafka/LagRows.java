package io.tidemill.app.kafka;

import io.tidemill.kafka.lag.PartitionLag;
import io.tidemill.sql.types.StructType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of `tidemill kafka lag` for a partition: words for people, numbers for programs. Lost
/// are all offsets that were deleted before they were read, since the query's first epoch.
public final class LagRows {
    /// For people.
    public static final StructType TABLE =
            StructType.fromDDL(
                    "flow STRING, topic STRING, partition INT, position BIGINT, end BIGINT, behind"
                            + " BIGINT, lost BIGINT, `oldest unread` STRING, `deleted in` STRING");

    /// For programs; what is unknown or never is null.
    public static final StructType DATA =
            StructType.fromDDL(
                    "flow STRING, topic STRING, partition INT, position BIGINT, end BIGINT, behind"
                            + " BIGINT, lost BIGINT, oldestUnreadSeconds BIGINT,"
                            + " hoursUntilDeleted DOUBLE, cause STRING");

    private LagRows() {}

    /// A row of [#TABLE].
    public static List<@Nullable Object> words(String flow, PartitionLag lag) {
        return Arrays.asList(
                flow,
                lag.partition().topic(),
                lag.partition().partition(),
                lag.position(),
                lag.end(),
                lag.behind(),
                lag.lost() + lag.passedOver(),
                lag.age().map(age -> text(age) + " ago").orElse(""),
                deletedIn(lag));
    }

    private static String deletedIn(PartitionLag lag) {
        String left = lag.untilDeleted().map(LagRows::text).orElse("");
        return switch (lag.cause()) {
            case NONE -> lag.behind() == 0 ? "nothing unread" : "never";
            case TIME -> left + " by age";
            case SIZE -> left + " by size";
            case LOST -> "deleted already";
        };
    }

    /// A row of [#DATA].
    public static List<@Nullable Object> numbers(String flow, PartitionLag lag) {
        return Arrays.asList(
                flow,
                lag.partition().topic(),
                lag.partition().partition(),
                lag.position(),
                lag.end(),
                lag.behind(),
                lag.lost() + lag.passedOver(),
                orNull(lag.age().map(Duration::toSeconds)),
                orNull(
                        lag.untilDeleted()
                                .map(left -> Math.round(left.toMillis() / 36_000.0) / 100.0)),
                lag.cause().name().toLowerCase(Locale.ROOT));
    }

    private static @Nullable Object orNull(Optional<?> value) {
        return value.isPresent() ? value.get() : null;
    }

    /// A time as people say it: `3 s`, `12 min`, `5.5 h`, `3 days`.
    static String text(Duration time) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return time.toSeconds() + " s";
        }
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return time.toMinutes() + " min";
        }
        if (time.compareTo(Duration.ofDays(4)) < 0) {
            return String.format(Locale.ROOT, "%.1f h", time.toMinutes() / 60.0);
        }
        return time.toDays() + " days";
    }
}
