package io.tidemill.sql;

import java.util.ArrayList;
import java.util.List;

/// Functions that make rows, as Datasets: of constants, or of columns of a query around them that
/// [Column#outer] names, for [Dataset#lateralJoin]. Made by [TidemillSession#tvf].
public final class TableValuedFunction {
    private final TidemillSession session;

    TableValuedFunction(TidemillSession session) {
        this.session = session;
    }

    private Dataset<Row> rows(String function, Object... arguments) {
        return Dataset.ofRows(
                session, session.analysis().generated(Column.generator(function, arguments)));
    }

    public Dataset<Long> range(long end) {
        return session.range(end);
    }

    public Dataset<Long> range(long start, long end) {
        return session.range(start, end);
    }

    public Dataset<Long> range(long start, long end, long step) {
        return session.range(start, end, step);
    }

    /// A row for each element of an array, or entry of a map.
    public Dataset<Row> explode(Column collection) {
        return rows("explode", collection);
    }

    /// As [#explode]; one row of NULL where there is none.
    public Dataset<Row> explode_outer(Column collection) {
        return rows("explode_outer", collection);
    }

    /// A row for each element, with its position from 0.
    public Dataset<Row> posexplode(Column collection) {
        return rows("posexplode", collection);
    }

    public Dataset<Row> posexplode_outer(Column collection) {
        return rows("posexplode_outer", collection);
    }

    /// A row for each struct of an array.
    public Dataset<Row> inline(Column structs) {
        return rows("inline", structs);
    }

    public Dataset<Row> inline_outer(Column structs) {
        return rows("inline_outer", structs);
    }

    /// The values of some fields of a JSON object, in one row.
    public Dataset<Row> json_tuple(Column json, Column... fields) {
        return rows("json_tuple", with(json, fields));
    }

    /// Values as so many rows.
    public Dataset<Row> stack(Column count, Column... values) {
        return rows("stack", with(count, values));
    }

    private static Object[] with(Column first, Column... others) {
        var all = new ArrayList<Object>(List.of(first));
        all.addAll(List.of(others));
        return all.toArray();
    }
}
