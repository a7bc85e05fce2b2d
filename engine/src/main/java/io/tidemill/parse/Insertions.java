package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Casts;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;

/// Fits the rows of a query to the table that takes them.
///
/// Source: Spark's ANSI store assignment: numbers to numbers, times to times, anything atomic to
/// text; text to anything else only by an explicit cast. A value that does not fit raises when it
/// is cast.
final class Insertions {
    private Insertions() {}

    /// The name under which column `index` of the rows is known while they are fitted.
    static String position(int index) {
        return "column" + index;
    }

    /// One tree for each column of the table, over the columns of the rows by [#position].
    static List<ColumnTree> items(StructType given, StructType table, List<String> columns) {
        var targets = targets(table, columns);
        if (targets.size() != given.size()) {
            throw new TidemillException(
                    given.size() > targets.size()
                            ? Condition.INSERT_COLUMN_ARITY_MISMATCH__TOO_MANY_DATA_COLUMNS
                            : Condition.INSERT_COLUMN_ARITY_MISMATCH__NOT_ENOUGH_DATA_COLUMNS,
                    "the query gives %d columns (%s) and the table takes %d (%s)"
                            .formatted(
                                    given.size(),
                                    String.join(", ", given.fieldNames()),
                                    targets.size(),
                                    String.join(
                                            ", ",
                                            targets.stream().map(StructField::name).toList())),
                    "select one value for each column, or name the columns behind the table");
        }
        var items = new ArrayList<ColumnTree>();
        for (var column : table.fieldList()) {
            int index = targets.indexOf(column);
            items.add(index < 0 ? missing(column) : fitted(given.field(index), index, column));
        }
        return items;
    }

    private static List<StructField> targets(StructType table, List<String> columns) {
        if (columns.isEmpty()) {
            return table.fieldList();
        }
        var targets = new ArrayList<StructField>();
        for (var name : columns) {
            var target =
                    table.fieldList().stream()
                            .filter(field -> field.name().equalsIgnoreCase(name))
                            .findFirst();
            targets.add(
                    target.orElseThrow(() ->
                            new TidemillException(
                                    Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                                    "the table has no column '%s'".formatted(name),
                                    "name one of " + String.join(", ", table.fieldNames()))));
        }
        return targets;
    }

    private static ColumnTree missing(StructField column) {
        if (!column.nullable()) {
            throw new TidemillException(
                    Condition.INCOMPATIBLE_DATA_FOR_TABLE,
                    "the column '%s' may not be NULL and gets no value".formatted(column.name()),
                    "give it a value");
        }
        return ColumnTree.literal(null, column.dataType())
                .cast(column.dataType(), false)
                .as(column.name());
    }

    private static ColumnTree fitted(StructField given, int index, StructField column) {
        var tree = ColumnTree.name(position(index));
        if (given.dataType().equals(column.dataType())) {
            return tree.as(column.name());
        }
        if (!fits(given.dataType(), column.dataType())) {
            throw new TidemillException(
                    Condition.INCOMPATIBLE_DATA_FOR_TABLE,
                    "'%s' is of type %s and the table's column '%s' of type %s"
                            .formatted(
                                    given.name(),
                                    given.dataType().sql(),
                                    column.name(),
                                    column.dataType().sql()),
                    "cast it, as in CAST(%s AS %s)"
                            .formatted(given.name(), column.dataType().sql()));
        }
        return tree.cast(column.dataType(), false).as(column.name());
    }

    private static boolean fits(DataType from, DataType to) {
        if (from instanceof NullType || to instanceof StringType) {
            return true;
        }
        return !(from instanceof StringType) && Casts.exists(from, to) && sameFamily(from, to);
    }

    private static boolean sameFamily(DataType from, DataType to) {
        return Coercion.storable(from, to) || (Types.isNumber(from) && Types.isNumber(to));
    }
}
