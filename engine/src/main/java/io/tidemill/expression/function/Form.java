package io.tidemill.expression.function;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A function that stands only at certain places of a query, where the parser sees to it: over a
/// window, in FROM, in GROUP BY. For the reference, `SHOW FUNCTIONS` and `DESCRIBE FUNCTION`.
///
/// @param usage how it is called, for people
/// @param description what it gives; one or two sentences of Markdown
public record Form(String name, Group group, String usage, String description) {
    private static final List<Form> ALL =
            List.of(
                    over("row_number()", "The number of the row in its window, from 1."),
                    over("rank()", "How many rows stand before those equal to this one, plus 1."),
                    over("dense_rank()", "How many different rows stand before it, plus 1."),
                    over("percent_rank()", "The rank as a part of the window, from 0 to 1."),
                    over("cume_dist()", "Which part of the window stands up to its equals."),
                    over("ntile(n)", "Which of n parts of the window the row lies in, from 1."),
                    over(
                            "lag(value[, distance[, default]])",
                            "The value `distance` rows (1) before; `default` or NULL where there is"
                                    + " none. Takes `IGNORE NULLS`."),
                    over(
                            "lead(value[, distance[, default]])",
                            "The value `distance` rows (1) behind, as `lag`."),
                    over(
                            "nth_value(value, n[, ignoreNulls])",
                            "The value of row `n` of the frame, from 1."),
                    rows("explode(collection)", "A row for each element, or entry of a map."),
                    rows("explode_outer(collection)", "As `explode`; NULLs where there is none."),
                    rows("posexplode(collection)", "As `explode`, with the position from 0."),
                    rows(
                            "posexplode_outer(collection)",
                            "As `posexplode`; NULLs if there is none."),
                    rows("inline(structs)", "A row for each struct, a column for each field."),
                    rows("inline_outer(structs)", "As `inline`; NULLs where there is none."),
                    rows("stack(n, value, ...)", "The values as n rows."),
                    rows("json_tuple(json, field, ...)", "Fields of a JSON object, as columns."),
                    time(
                            "window(time, size[, slide[, start]])",
                            "The windows that a time lies in: a struct of `start` and `end`."),
                    time(
                            "session_window(time, gap)",
                            "The session that a time lies in: rows of a group with no gap so"
                                    + " long."),
                    time(
                            "calendar_window(time, length, zone)",
                            "The day, week, month or year, as clocks of a zone show it."),
                    time("window_time(window)", "The last instant of a window of time."),
                    new Form(
                            "grouping",
                            Group.AGGREGATE,
                            "grouping(key)",
                            "1 where a row of `ROLLUP`, `CUBE` or `GROUPING SETS` is not grouped by"
                                    + " the key, else 0."),
                    new Form(
                            "grouping_id",
                            Group.AGGREGATE,
                            "grouping_id([key, ...])",
                            "A bit for each key, as `grouping`; for all keys if none is named."));

    private static Form over(String usage, String description) {
        return of(Group.WINDOW, usage, description);
    }

    private static Form rows(String usage, String description) {
        return of(Group.GENERATOR, usage, description);
    }

    private static Form time(String usage, String description) {
        return of(Group.DATETIME, usage, description);
    }

    private static Form of(Group group, String usage, String description) {
        return new Form(usage.substring(0, usage.indexOf('(')), group, usage, description);
    }

    /// All of them.
    public static List<Form> all() {
        return ALL;
    }

    /// The one of that name, in any case.
    public static Optional<Form> find(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(form -> form.name().equals(lower)).findFirst();
    }
}
