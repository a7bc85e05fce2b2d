package io.tidemill.plan.calcite;

import io.tidemill.connect.Changelog;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Turns tables of changes into the rows that are there.
///
/// Without a key each record adds or takes away the row that it holds: a [PlanNode.Weigh]. With one
/// the latest record of a key says what its row is, or that there is none: a [PlanNode.Top] of one,
/// so that records may repeat and need not say what was before.
final class Changelogs {
    private static final String WEIGHT = "weight";

    private final Changelog table;
    private final String name;
    private final PlanNode records;

    private Changelogs(Changelog table, String name, PlanNode records) {
        this.table = table;
        this.name = name;
        this.records = records;
    }

    /// @param records the scan of the records
    static PlanNode plan(Changelog table, String name, PlanNode records) {
        var changes = new Changelogs(table, name, records);
        return switch (table.kind()) {
            case OP_COLUMN -> changes.opColumn();
            case DEBEZIUM -> changes.debezium();
        };
    }

    private boolean hasKey() {
        return !table.key().isEmpty();
    }

    private PlanNode opColumn() {
        var op = column(Changelog.OP);
        var adds = new ArrayList<>(List.of("+I", "+U", "c", "r", "I"));
        if (hasKey()) {
            adds.addAll(List.of("u", "U"));
        }
        var weight =
                choice(
                        List.of(
                                new Expression.Branch(in(op, adds), number(1)),
                                new Expression.Branch(
                                        in(op, List.of("-U", "-D", "d", "D")), number(-1))),
                        unknown(
                                op,
                                hasKey()
                                        ? "none of +I, +U, -U, -D, c, r, u, d"
                                        : "none of +I, +U, -U, -D, c, r, d (u needs a PRIMARY"
                                                + " KEY)"));
        var columns = table.columns().fieldList().stream().map(f -> column(f.name())).toList();
        return hasKey() ? latest(records, columns, weight) : weighed(records, columns, weight);
    }

    private PlanNode debezium() {
        var before = fact("before");
        var after = fact("after");
        var op = fact("op");
        var deleted = in(op, List.of("d"));
        var known =
                choice(
                        List.of(
                                new Expression.Branch(in(op, List.of("c", "r", "u")), number(1)),
                                new Expression.Branch(deleted, number(hasKey() ? -1 : 0))),
                        unknown(op, "none of c, r, u, d"));
        if (hasKey()) {
            var image =
                    new Expression.Case(
                            List.of(new Expression.Branch(deleted, before)), after, after.type());
            return latest(records, fields(image), known);
        }
        var lost =
                raise(
                        text(
                                "an update or delete of table "
                                        + name
                                        + " does not say what the row was"
                                        + " before: declare a PRIMARY KEY"));
        var taken =
                choice(
                        List.of(
                                new Expression.Branch(
                                        new Expression.And(
                                                List.of(
                                                        in(op, List.of("u", "d")),
                                                        call("isnull", List.of(before)))),
                                        lost),
                                new Expression.Branch(in(op, List.of("u", "d")), number(-1))),
                        number(0));
        var first = new ArrayList<>(fields(before));
        first.add(taken);
        var second = new ArrayList<>(fields(after));
        second.add(known);
        var both =
                new PlanNode.Expand(records, List.of(first, second), withWeight(table.columns()));
        var columns = Columns.all(both.schema());
        return weighed(both, columns.subList(0, columns.size() - 1), columns.getLast());
    }

    private PlanNode weighed(PlanNode input, List<Expression> columns, Expression weight) {
        return new PlanNode.Weigh(input, weight, columns, List.of(), table.columns());
    }

    /// The row of the latest record of each key, unless that takes it away.
    private PlanNode latest(PlanNode input, List<Expression> columns, Expression weight) {
        var all = new ArrayList<>(columns);
        all.add(weight);
        var fields = new ArrayList<>(withWeight(table.columns()).fieldList());
        int place = table.columns().indexOf(table.order());
        if (place < 0) {
            place = all.size();
            var order = fact(table.order());
            all.add(order);
            fields.add(new StructField("order", order.type(), true));
        }
        var changes = new PlanNode.Project(input, all, new StructType(fields));
        var schema = changes.schema();
        var keys =
                table.key().stream()
                        .map(key -> (Expression) Columns.one(schema, schema.indexOf(key)))
                        .toList();
        var order =
                List.of(
                        new SortKey(Columns.one(schema, place), false, false),
                        new SortKey(Columns.one(schema, columns.size()), false, false));
        var top =
                new PlanNode.Top(
                        changes, keys, order, PlanNode.Rank.ROW_NUMBER, 1, 1, false, schema);
        var there =
                new PlanNode.Filter(
                        top, call(">", List.of(Columns.one(schema, columns.size()), number(0))));
        return new PlanNode.Project(
                there, Columns.all(schema).subList(0, columns.size()), table.columns());
    }

    private static StructType withWeight(StructType columns) {
        return columns.add(new StructField(WEIGHT, DataTypes.LongType, false));
    }

    private Expression column(String column) {
        return Columns.one(records.schema(), records.schema().indexOf(column));
    }

    /// A part of Debezium's envelope, wherever it lies; of other records, a column.
    private Expression fact(String part) {
        if (table.kind() == Changelog.Kind.OP_COLUMN) {
            return column(part);
        }
        var plain = column(part);
        var payload = column("payload");
        int index = ((StructType) payload.type()).indexOf(part);
        return new Expression.Coalesce(
                List.of(plain, new Expression.Field(payload, index, part, plain.type(), true)),
                plain.type());
    }

    private List<Expression> fields(Expression image) {
        var fields = new ArrayList<Expression>();
        for (int i = 0; i < table.columns().size(); i++) {
            var field = table.columns().field(i);
            fields.add(new Expression.Field(image, i, field.name(), field.dataType(), true));
        }
        return fields;
    }

    private Expression unknown(Expression op, String what) {
        var shown = new Expression.Coalesce(List.of(op, text("NULL")), DataTypes.StringType);
        return raise(
                call(
                        "concat",
                        List.of(
                                text("a record of table " + name + " has the operation "),
                                shown,
                                text(", " + what))));
    }

    private static Expression raise(Expression message) {
        return Function.cast(
                call("raise_error", List.of(message)), DataTypes.LongType, Position.NONE);
    }

    private static Expression choice(List<Expression.Branch> branches, Expression otherwise) {
        return new Expression.Case(branches, otherwise, DataTypes.LongType);
    }

    private static Expression in(Expression op, List<String> values) {
        return call(
                "in", Stream.concat(Stream.of(op), values.stream().map(Changelogs::text)).toList());
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, DataTypes.StringType);
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, DataTypes.LongType);
    }

    private static Expression call(String function, List<Expression> arguments) {
        return Functions.get(function).call(arguments, Position.NONE);
    }
}
