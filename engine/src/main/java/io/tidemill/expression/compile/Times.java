package io.tidemill.expression.compile;

/// Dates (days since 1970), timestamps and local times (microseconds since 1970) as generated code
/// calls them. The calendar is the proleptic Gregorian one; what is out of range is an
/// [ArithmeticException].
///
/// Source of the calendar arithmetic: Howard Hinnant, *chrono-Compatible Low-Level Date
/// Algorithms*.
final class Times {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Times() {}

    /// Year, month and day of a date, packed: `year * 512 + month * 32 + day`.
    private static long civil(long days) {
        long z = days + 719_468;
        long era = Math.floorDiv(z, 146_097);
        long dayOfEra = z - era * 146_097;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
        long month = shifted < 10 ? shifted + 3 : shifted - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year * 512 + month * 32 + day;
    }

    /// The date of a day of the calendar.
    static long days(long year, long month, long day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    static long year(long date) {
        return civil(date) >> 9;
    }

    static long month(long date) {
        return civil(date) >> 5 & 15;
    }

    static long day(long date) {
        return civil(date) & 31;
    }

    static long quarter(long date) {
        return (month(date) + 2) / 3;
    }

    /// 1 is Sunday.
    static long dayofweek(long date) {
        return Math.floorMod(date + 4, 7) + 1L;
    }

    /// 0 is Monday.
    static long weekday(long date) {
        return Math.floorMod(date + 3, 7);
    }

    static long dayofyear(long date) {
        return date - days(year(date), 1, 1) + 1;
    }

    /// The week by ISO 8601: that of the year which its Thursday lies in.
    static long weekofyear(long date) {
        return (dayofyear(date - weekday(date) + 3) - 1) / 7 + 1;
    }

    static long lastDay(long date) {
        long civil = civil(date);
        long year = civil >> 9;
        long month = civil >> 5 & 15;
        return (month == 12 ? days(year + 1, 1, 1) : days(year, month + 1, 1)) - 1;
    }

    static long hour(long local) {
        return Math.floorMod(local, DAY) / HOUR;
    }

    static long minute(long local) {
        return Math.floorMod(local, HOUR) / MINUTE;
    }

    static long second(long local) {
        return Math.floorMod(local, MINUTE) / SECOND;
    }

    static long hour(long micros, Zone zone) {
        return hour(zone.toLocal(micros));
    }

    static long minute(long micros, Zone zone) {
        return minute(zone.toLocal(micros));
    }

    static long second(long micros, Zone zone) {
        return second(zone.toLocal(micros));
    }

    static long dateOf(long local) {
        return Math.floorDiv(local, DAY);
    }

    static long dateOf(long micros, Zone zone) {
        return Math.floorDiv(zone.toLocal(micros), DAY);
    }

    static long startOf(long date) {
        return Math.multiplyExact(date, DAY);
    }

    static long startOf(long date, Zone zone) {
        return zone.toInstant(Math.multiplyExact(date, DAY));
    }

    static long local(long micros, Zone zone) {
        return zone.toLocal(micros);
    }

    static long instant(long local, Zone zone) {
        return zone.toInstant(local);
    }

    static long seconds(long micros) {
        return Math.floorDiv(micros, SECOND);
    }

    static long millis(long micros) {
        return Math.floorDiv(micros, 1000);
    }

    static double realSeconds(long micros) {
        return micros / 1e6;
    }

    static long ofMillis(long millis) {
        return Math.multiplyExact(millis, 1000);
    }

    static long ofSeconds(long seconds) {
        return Math.multiplyExact(seconds, SECOND);
    }

    static long addDays(long date, long days) {
        return Numbers.toInt(date + days);
    }

    static long subtractDays(long date, long days) {
        return Numbers.toInt(date - days);
    }

    static long daysBetween(long end, long start) {
        return (int) (end - start);
    }

    static long dateYear(long date) {
        return days(year(date), 1, 1);
    }

    static long dateQuarter(long date) {
        long civil = civil(date);
        return days(civil >> 9, ((civil >> 5 & 15) - 1) / 3 * 3 + 1, 1);
    }

    static long dateMonth(long date) {
        return date - day(date) + 1;
    }

    static long dateWeek(long date) {
        return date - weekday(date);
    }

    static long floorYear(long micros, Zone zone) {
        return startOf(dateYear(dateOf(micros, zone)), zone);
    }

    static long floorQuarter(long micros, Zone zone) {
        return startOf(dateQuarter(dateOf(micros, zone)), zone);
    }

    static long floorMonth(long micros, Zone zone) {
        return startOf(dateMonth(dateOf(micros, zone)), zone);
    }

    static long floorWeek(long micros, Zone zone) {
        return startOf(dateWeek(dateOf(micros, zone)), zone);
    }

    static long floorDay(long micros, Zone zone) {
        return startOf(dateOf(micros, zone), zone);
    }

    static long floorHour(long micros, Zone zone) {
        return floor(micros, HOUR, zone);
    }

    static long floorMinute(long micros, Zone zone) {
        return floor(micros, MINUTE, zone);
    }

    static long floorSecond(long micros, Zone zone) {
        return Math.floorDiv(micros, SECOND) * SECOND;
    }

    static long floorMillisecond(long micros, Zone zone) {
        return Math.floorDiv(micros, 1000) * 1000;
    }

    /// As much earlier as the clock on the wall is past the unit.
    private static long floor(long micros, long unit, Zone zone) {
        return Math.subtractExact(micros, Math.floorMod(zone.toLocal(micros), unit));
    }
}
