package io.tidemill.operator.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// Days, weeks, months and the like as clocks of a zone show them.
///
/// A period begins at the first instant of its first day ([LocalDate#atStartOfDay(ZoneId)]) and
/// ends where the next one begins, so a day may have 23 or 25 hours; where clocks skip a day, that
/// day is empty. Where they go back over midnight, what the date shows for the second time belongs
/// to the day that has begun. Days and months are counted from 1970-01-01, whole weeks from Monday,
/// 1969-12-29.
final class CalendarWindows extends Windows {
    private static final LocalDate MONDAY = LocalDate.of(1969, 12, 29);
    private static final LocalDate EPOCH = LocalDate.EPOCH;

    private final ZoneId zone;
    private final long months;
    private final long days;
    private long start = 1;
    private long end; // the window found last; none at first

    CalendarWindows(Period length, ZoneId zone) {
        this.zone = zone;
        months = length.toTotalMonths();
        days = length.get(ChronoUnit.DAYS);
        if (months < 0 || days < 0 || (months == 0) == (days == 0)) {
            throw new IllegalArgumentException("no calendar window is as long as " + length);
        }
    }

    @Override
    public boolean areTumbling() {
        return true;
    }

    @Override
    public int find(long time) {
        if (time < start || time >= end) {
            move(time);
        }
        return 1;
    }

    private void move(long time) {
        var instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(time, 1_000_000L), Math.floorMod(time, 1_000_000L) * 1000);
        long number = number(LocalDate.ofInstant(instant, zone));
        while (begin(number) > time) {
            number--;
        }
        while (begin(number + 1) <= time) {
            number++;
        }
        start = begin(number);
        end = begin(number + 1);
    }

    /// Which period a date lies in, counted from the one that the count begins with.
    private long number(LocalDate date) {
        return months > 0
                ? Math.floorDiv(
                        date.getYear() * 12L + date.getMonthValue() - 1 - 1970 * 12L, months)
                : Math.floorDiv(ChronoUnit.DAYS.between(origin(), date), days);
    }

    private LocalDate origin() {
        return days % 7 == 0 ? MONDAY : EPOCH;
    }

    private long begin(long number) {
        var date =
                months > 0 ? EPOCH.plusMonths(number * months) : origin().plusDays(number * days);
        return date.atStartOfDay(zone).toEpochSecond() * 1_000_000L;
    }

    @Override
    public long start(int index) {
        return start;
    }

    @Override
    public long end(int index) {
        return end;
    }
}
