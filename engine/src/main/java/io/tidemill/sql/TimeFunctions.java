package io.tidemill.sql;

/// Dates and times, as [functions] offers them; semantics are those of the SQL reference.
abstract sealed class TimeFunctions extends EncodingFunctions permits WindowFunctions {
    TimeFunctions() {}

    /// The date so many months later.
    public static Column add_months(Column first, int second) {
        return Column.call("add_months", first, second);
    }

    public static Column add_months(Column first, Column second) {
        return Column.call("add_months", first, second);
    }

    /// A local time of one zone in another.
    public static Column convert_timezone(Column first, Column second) {
        return Column.call("convert_timezone", first, second);
    }

    public static Column convert_timezone(Column first, Column second, Column third) {
        return Column.call("convert_timezone", first, second, third);
    }

    /// Today.
    public static Column curdate() {
        return Column.call("curdate");
    }

    /// Today, in the session's time zone.
    public static Column current_date() {
        return Column.call("current_date");
    }

    /// The epoch's clock: one value for all rows of an epoch.
    public static Column current_timestamp() {
        return Column.call("current_timestamp");
    }

    /// The session's time zone.
    public static Column current_timezone() {
        return Column.call("current_timezone");
    }

    /// The date so many days later.
    public static Column date_add(Column first, int second) {
        return Column.call("date_add", first, second);
    }

    public static Column date_add(Column first, Column second) {
        return Column.call("date_add", first, second);
    }

    /// How many days from the second to the first.
    public static Column date_diff(Column first, Column second) {
        return Column.call("date_diff", first, second);
    }

    /// A time as text in a pattern.
    public static Column date_format(Column first, String second) {
        return Column.call("date_format", first, second);
    }

    /// The date so many days after 1970-01-01.
    public static Column date_from_unix_date(Column value) {
        return Column.call("date_from_unix_date", value);
    }

    /// A field of a time.
    public static Column date_part(Column first, Column second) {
        return Column.call("date_part", first, second);
    }

    /// The date so many days earlier.
    public static Column date_sub(Column first, int second) {
        return Column.call("date_sub", first, second);
    }

    public static Column date_sub(Column first, Column second) {
        return Column.call("date_sub", first, second);
    }

    /// A time cut down to a unit.
    public static Column date_trunc(String first, Column second) {
        return Column.call("date_trunc", first, second);
    }

    /// How many days from the second to the first.
    public static Column datediff(Column first, Column second) {
        return Column.call("datediff", first, second);
    }

    /// The day of the month.
    public static Column day(Column value) {
        return Column.call("day", value);
    }

    /// The day of the week, in three letters.
    public static Column dayname(Column value) {
        return Column.call("dayname", value);
    }

    /// The day of the month.
    public static Column dayofmonth(Column value) {
        return Column.call("dayofmonth", value);
    }

    /// The day of the week, 1 for Sunday.
    public static Column dayofweek(Column value) {
        return Column.call("dayofweek", value);
    }

    /// The day of the year.
    public static Column dayofyear(Column value) {
        return Column.call("dayofyear", value);
    }

    /// A field of a time.
    public static Column extract(Column first, Column second) {
        return Column.call("date_part", first, second);
    }

    /// Seconds since 1970 as text.
    public static Column from_unixtime(Column value) {
        return Column.call("from_unixtime", value);
    }

    public static Column from_unixtime(Column first, String second) {
        return Column.call("from_unixtime", first, second);
    }

    /// A UTC time as the local time of a zone.
    public static Column from_utc_timestamp(Column first, String second) {
        return Column.call("from_utc_timestamp", first, second);
    }

    public static Column from_utc_timestamp(Column first, Column second) {
        return Column.call("from_utc_timestamp", first, second);
    }

    /// The hour.
    public static Column hour(Column value) {
        return Column.call("hour", value);
    }

    /// The last day of the month.
    public static Column last_day(Column value) {
        return Column.call("last_day", value);
    }

    /// The epoch's clock as local time without zone.
    public static Column localtimestamp() {
        return Column.call("localtimestamp");
    }

    /// A date of year, month and day.
    public static Column make_date(Column first, Column second, Column third) {
        return Column.call("make_date", first, second, third);
    }

    /// A time of year, month, day, hour, minute, second and zone.
    public static Column make_timestamp(
            Column first, Column second, Column third, Column fourth, Column fifth, Column sixth) {
        return Column.call("make_timestamp", first, second, third, fourth, fifth, sixth);
    }

    public static Column make_timestamp(
            Column first,
            Column second,
            Column third,
            Column fourth,
            Column fifth,
            Column sixth,
            Column seventh) {
        return Column.call("make_timestamp", first, second, third, fourth, fifth, sixth, seventh);
    }

    /// The minute.
    public static Column minute(Column value) {
        return Column.call("minute", value);
    }

    /// The month.
    public static Column month(Column value) {
        return Column.call("month", value);
    }

    /// The month, in three letters.
    public static Column monthname(Column value) {
        return Column.call("monthname", value);
    }

    /// Months between two dates, with a fraction.
    public static Column months_between(Column first, Column second) {
        return Column.call("months_between", first, second);
    }

    public static Column months_between(Column first, Column second, boolean third) {
        return Column.call("months_between", first, second, third);
    }

    /// The first later date that is this day of the week.
    public static Column next_day(Column first, String second) {
        return Column.call("next_day", first, second);
    }

    public static Column next_day(Column first, Column second) {
        return Column.call("next_day", first, second);
    }

    /// The epoch's clock: one value for all rows of an epoch.
    public static Column now() {
        return Column.call("now");
    }

    /// The quarter of the year.
    public static Column quarter(Column value) {
        return Column.call("quarter", value);
    }

    /// The second.
    public static Column second(Column value) {
        return Column.call("second", value);
    }

    /// The time so many microseconds after 1970.
    public static Column timestamp_micros(Column value) {
        return Column.call("timestamp_micros", value);
    }

    /// The time so many milliseconds after 1970.
    public static Column timestamp_millis(Column value) {
        return Column.call("timestamp_millis", value);
    }

    /// The time so many seconds after 1970.
    public static Column timestamp_seconds(Column value) {
        return Column.call("timestamp_seconds", value);
    }

    /// A date from text.
    public static Column to_date(Column value) {
        return Column.call("to_date", value);
    }

    public static Column to_date(Column first, String second) {
        return Column.call("to_date", first, second);
    }

    /// A time from text.
    public static Column to_timestamp(Column value) {
        return Column.call("to_timestamp", value);
    }

    public static Column to_timestamp(Column first, String second) {
        return Column.call("to_timestamp", first, second);
    }

    /// A time without zone from text.
    public static Column to_timestamp_ntz(Column value) {
        return Column.call("to_timestamp_ntz", value);
    }

    public static Column to_timestamp_ntz(Column first, Column second) {
        return Column.call("to_timestamp_ntz", first, second);
    }

    /// Seconds since 1970 of a time or text.
    public static Column to_unix_timestamp(Column value) {
        return Column.call("to_unix_timestamp", value);
    }

    public static Column to_unix_timestamp(Column first, Column second) {
        return Column.call("to_unix_timestamp", first, second);
    }

    /// A local time of a zone as UTC.
    public static Column to_utc_timestamp(Column first, String second) {
        return Column.call("to_utc_timestamp", first, second);
    }

    public static Column to_utc_timestamp(Column first, Column second) {
        return Column.call("to_utc_timestamp", first, second);
    }

    /// A date cut down to a unit.
    public static Column trunc(Column first, String second) {
        return Column.call("trunc", first, second);
    }

    /// A date from text, NULL where it is none.
    public static Column try_to_date(Column value) {
        return Column.call("try_to_date", value);
    }

    public static Column try_to_date(Column first, String second) {
        return Column.call("try_to_date", first, second);
    }

    /// A time from text, NULL where it is none.
    public static Column try_to_timestamp(Column value) {
        return Column.call("try_to_timestamp", value);
    }

    public static Column try_to_timestamp(Column first, Column second) {
        return Column.call("try_to_timestamp", first, second);
    }

    /// Days since 1970-01-01.
    public static Column unix_date(Column value) {
        return Column.call("unix_date", value);
    }

    /// Microseconds since 1970.
    public static Column unix_micros(Column value) {
        return Column.call("unix_micros", value);
    }

    /// Milliseconds since 1970.
    public static Column unix_millis(Column value) {
        return Column.call("unix_millis", value);
    }

    /// Seconds since 1970.
    public static Column unix_seconds(Column value) {
        return Column.call("unix_seconds", value);
    }

    /// Seconds since 1970 of now, a time, or text.
    public static Column unix_timestamp() {
        return Column.call("unix_timestamp");
    }

    public static Column unix_timestamp(Column value) {
        return Column.call("unix_timestamp", value);
    }

    public static Column unix_timestamp(Column first, String second) {
        return Column.call("unix_timestamp", first, second);
    }

    /// The day of the week, 0 for Monday.
    public static Column weekday(Column value) {
        return Column.call("weekday", value);
    }

    /// The week of the year.
    public static Column weekofyear(Column value) {
        return Column.call("weekofyear", value);
    }

    /// The year.
    public static Column year(Column value) {
        return Column.call("year", value);
    }

    /// An interval of days, hours, minutes and seconds, as many as are given.
    public static Column make_dt_interval(Column... parts) {
        return Column.call("make_dt_interval", (Object[]) parts);
    }

    /// An interval of years and months, as many as are given.
    public static Column make_ym_interval(Column... parts) {
        return Column.call("make_ym_interval", (Object[]) parts);
    }

    /// As [#make_timestamp].
    public static Column make_timestamp_ltz(Column... parts) {
        return Column.call("make_timestamp_ltz", (Object[]) parts);
    }

    /// Year, month, day, hour, minute and second, in no time zone.
    public static Column make_timestamp_ntz(Column... parts) {
        return Column.call("make_timestamp_ntz", (Object[]) parts);
    }

    /// As [#make_timestamp], but NULL where there is no such time.
    public static Column try_make_timestamp(Column... parts) {
        return Column.call("try_make_timestamp", (Object[]) parts);
    }

    /// A text as a timestamp.
    public static Column to_timestamp_ltz(Column value) {
        return Column.call("to_timestamp_ltz", value);
    }

    public static Column to_timestamp_ltz(Column value, Column format) {
        return Column.call("to_timestamp_ltz", value, format);
    }

    /// A date so many days later.
    public static Column dateadd(Column start, Column days) {
        return Column.call("dateadd", start, days);
    }

    /// A part of a date, time or interval.
    public static Column datepart(Column field, Column source) {
        return Column.call("datepart", field, source);
    }

    /// A timestamp so many units later.
    public static Column timestamp_add(String unit, Column count, Column time) {
        return Column.call("timestampadd", unit, count, time);
    }

    /// How many whole units lie between two timestamps.
    public static Column timestamp_diff(String unit, Column start, Column end) {
        return Column.call("timestampdiff", unit, start, end);
    }
}
