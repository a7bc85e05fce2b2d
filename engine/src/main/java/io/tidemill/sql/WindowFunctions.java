package io.tidemill.sql;

/// Windows of time and functions over windows of rows, as [functions] offers them; semantics are
/// those of the SQL reference.
abstract sealed class WindowFunctions extends TimeFunctions permits CollectionFunctions {
    WindowFunctions() {}

    /// The windows of time, each as long as `size`, that a time lies in: a struct of `start` and
    /// `end` (exclusive). Stands in `groupBy` or `select`.
    ///
    /// @param time a timestamp, or a window, whose last instant counts
    /// @param size such as `10 minutes`
    /// @param slide how far one begins behind another; at most `size`
    /// @param start how far the windows are shifted from 1970-01-01 00:00 UTC
    public static Column window(Column time, String size, String slide, String start) {
        return windowOf("window", time, size, slide, start);
    }

    public static Column window(Column time, String size, String slide) {
        return windowOf("window", time, size, slide);
    }

    /// The one window of time that a time lies in: those of this length follow each other.
    public static Column window(Column time, String size) {
        return windowOf("window", time, size);
    }

    /// The session that a time lies in, among the rows of one group of the other keys; for
    /// `groupBy`.
    ///
    /// @param gap how long nothing may come: such as `5 minutes`
    public static Column session_window(Column time, String gap) {
        return windowOf("session_window", time, gap);
    }

    /// A session whose gap depends on the row.
    public static Column session_window(Column time, Column gap) {
        return windowOf("session_window", time, gap);
    }

    /// The last instant of a window of time.
    public static Column window_time(Column window) {
        return Column.call("window_time", window);
    }

    /// The period, as clocks of a zone show it, that a time lies in.
    ///
    /// @param length days, weeks, months or years: `1 day`
    /// @param zone such as `Europe/Berlin`
    public static Column calendar_window(Column time, String length, String zone) {
        return windowOf("calendar_window", time, length, zone);
    }

    private static Column windowOf(String name, Object... arguments) {
        var call = Column.call(name, arguments);
        return Column.of(call::tree, name);
    }

    /// The number of the row in its window, from 1.
    public static Column row_number() {
        return Column.call("row_number");
    }

    /// How many rows stand before those equal to this one, plus 1.
    public static Column rank() {
        return Column.call("rank");
    }

    /// How many different rows stand before this one, plus 1.
    public static Column dense_rank() {
        return Column.call("dense_rank");
    }

    /// The rank as a part of the window, from 0 to 1.
    public static Column percent_rank() {
        return Column.call("percent_rank");
    }

    /// Which part of the window stands up to the rows equal to this one.
    public static Column cume_dist() {
        return Column.call("cume_dist");
    }

    /// Which of `buckets` parts of the window the row lies in, from 1.
    public static Column ntile(int buckets) {
        return Column.call("ntile", buckets);
    }

    /// The value `distance` rows before; NULL where there is none.
    public static Column lag(Column value, int distance) {
        return Column.call("lag", value, distance);
    }

    public static Column lag(String column, int distance) {
        return lag(new Column(column), distance);
    }

    /// The value `distance` rows before, or `otherwise`.
    public static Column lag(Column value, int distance, Object otherwise) {
        return Column.call("lag", value, distance, otherwise);
    }

    public static Column lag(String column, int distance, Object otherwise) {
        return lag(new Column(column), distance, otherwise);
    }

    /// @param ignoreNulls whether rows where the value is NULL are passed over
    public static Column lag(Column value, int distance, Object otherwise, boolean ignoreNulls) {
        var call = lag(value, distance, otherwise);
        return ignoreNulls ? call.ignoringNulls() : call;
    }

    /// The value `distance` rows behind; NULL where there is none.
    public static Column lead(Column value, int distance) {
        return Column.call("lead", value, distance);
    }

    public static Column lead(String column, int distance) {
        return lead(new Column(column), distance);
    }

    /// The value `distance` rows behind, or `otherwise`.
    public static Column lead(Column value, int distance, Object otherwise) {
        return Column.call("lead", value, distance, otherwise);
    }

    public static Column lead(String column, int distance, Object otherwise) {
        return lead(new Column(column), distance, otherwise);
    }

    /// @param ignoreNulls whether rows where the value is NULL are passed over
    public static Column lead(Column value, int distance, Object otherwise, boolean ignoreNulls) {
        var call = lead(value, distance, otherwise);
        return ignoreNulls ? call.ignoringNulls() : call;
    }

    /// The value of row `which` of the frame, from 1.
    public static Column nth_value(Column value, int which) {
        return Column.call("nth_value", value, which);
    }

    /// The value of row `which` of the frame that is not NULL, if they are passed over.
    public static Column nth_value(Column value, int which, boolean ignoreNulls) {
        return Column.call("nth_value", value, which, ignoreNulls);
    }
}
