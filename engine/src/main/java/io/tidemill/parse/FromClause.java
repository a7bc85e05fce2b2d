package io.tidemill.parse;

import io.tidemill.data.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Turns what stands in FROM into what Calcite's validator takes: tables found, `VALUES` and
/// `range` named, other forms written as queries.
final class FromClause {
    private final Queries queries;
    private final Queries.Tables found;
    private final Dialect dialect;
    private final Generators generators;
    private final Pivots pivots;
    private final JoinClause joins;

    FromClause(Queries queries, Queries.Tables found, Dialect dialect, Generators generators) {
        this.queries = queries;
        this.found = found;
        this.dialect = dialect;
        this.generators = generators;
        pivots = new Pivots(queries);
        joins = new JoinClause(queries, dialect);
    }

    SqlNode from(SqlNode node) {
        return switch (node) {
            case SqlIdentifier name -> table(name, true);
            case SqlJoin join -> joins.join(join);
            case SqlBasicCall as when as.getKind() == SqlKind.AS -> aliased(as);
            default -> {
                if (node.getKind() == SqlKind.TABLE_REF) {
                    yield from(((SqlCall) node).operand(0));
                }
                if (node.isA(SqlKind.QUERY)) {
                    yield queries.query(node);
                }
                if (Ranges.isOne(node)) {
                    yield SqlStdOperatorTable.AS.createCall(
                            node.getParserPosition(),
                            range(node),
                            new SqlIdentifier("range", node.getParserPosition()));
                }
                if (WindowTables.isOne(node)) {
                    yield queries.query(WindowTables.query((SqlCall) node));
                }
                if (Generators.isTable(node)) {
                    yield generators.table(node);
                }
                if (node.getKind() == SqlKind.LATERAL) {
                    var inner = ((SqlCall) node).operand(0);
                    yield Generators.isTable(inner)
                            ? generators.table(inner)
                            : SqlStdOperatorTable.LATERAL.createCall(
                                    node.getParserPosition(), from(inner));
                }
                if (node.getKind() == SqlKind.TABLESAMPLE) {
                    yield from(TableSample.query((SqlCall) node));
                }
                if (node instanceof SqlPivot pivot) {
                    yield pivots.pivot(pivot);
                }
                if (node instanceof SqlUnpivot unpivot) {
                    yield pivots.unpivot(unpivot);
                }
                throw refused(node);
            }
        };
    }

    private static SqlException refused(SqlNode node) {
        var what =
                switch (node.getKind()) {
                    case COLLECTION_TABLE -> "table functions";
                    case LATERAL -> "LATERAL";
                    case UNNEST -> "UNNEST";
                    case SNAPSHOT -> "FOR SYSTEM_TIME without a join";
                    default -> "this table expression";
                };
        return Dialect.unsupported(what, node.getParserPosition());
    }

    private SqlNode aliased(SqlCall as) {
        var operands = new ArrayList<>(as.getOperandList());
        var table = as.operand(0);
        operands.set(
                0,
                switch (table) {
                    case SqlIdentifier name -> table(name, false);
                    case SqlCall values when values.getKind() == SqlKind.VALUES -> values(values);
                    case SqlCall call when Ranges.isOne(call) -> range(call);
                    default -> from(table);
                });
        if (table.getKind() == SqlKind.VALUES && operands.size() == 2) {
            operands.addAll(valueNames((SqlCall) table));
        }
        if (table.getKind() == SqlKind.VALUES) {
            requireNames((SqlCall) table, operands.subList(2, operands.size()));
        }
        for (var name : operands.subList(2, operands.size())) {
            queries.knows(((SqlIdentifier) name).getSimple());
        }
        return SqlStdOperatorTable.AS.createCall(as.getParserPosition(), operands);
    }

    private SqlIdentifier range(SqlNode node) {
        var range = Ranges.read((SqlCall) node, dialect);
        queries.knows("id");
        return new SqlIdentifier(
                found.range(range.start(), range.end(), range.step()), node.getParserPosition());
    }

    private SqlNode table(SqlIdentifier name, boolean alias) {
        if (name.isSimple() && queries.isWith(name.getSimple())) {
            return name;
        }
        var internal = new SqlIdentifier(found.find(name), name.getParserPosition());
        return alias
                ? SqlStdOperatorTable.AS.createCall(
                        name.getParserPosition(),
                        internal,
                        new SqlIdentifier(name.names.getLast(), name.getParserPosition()))
                : internal;
    }

    /// Refuses a list of names that is not as long as the rows are wide.
    private static void requireNames(SqlCall values, List<SqlNode> names) {
        int width = ((SqlCall) values.operand(0)).operandCount();
        if (!names.isEmpty() && names.size() != width) {
            throw SqlException.at(
                    Condition.NUM_COLUMNS_MISMATCH,
                    names.getFirst().getParserPosition(),
                    "the list has %d names, the rows have %d columns"
                            .formatted(names.size(), width),
                    "give one name for each column");
        }
    }

    /// `VALUES` as a query has columns col1, col2 and so on.
    SqlNode namedValues(SqlCall call) {
        var operands = new ArrayList<SqlNode>();
        operands.add(values(call));
        operands.add(new SqlIdentifier("values", call.getParserPosition()));
        operands.addAll(valueNames(call));
        return selectAll(
                SqlStdOperatorTable.AS.createCall(call.getParserPosition(), operands),
                call.getParserPosition());
    }

    private static List<SqlNode> valueNames(SqlCall values) {
        var names = new ArrayList<SqlNode>();
        int count = ((SqlCall) values.operand(0)).operandCount();
        for (int i = 1; i <= count; i++) {
            names.add(new SqlIdentifier("col" + i, values.getParserPosition()));
        }
        return names;
    }

    private SqlNode values(SqlCall values) {
        var rows = new ArrayList<SqlNode>();
        int width = ((SqlCall) values.operand(0)).operandCount();
        for (var node : values.getOperandList()) {
            var row = (SqlCall) node;
            if (row.operandCount() != width) {
                throw SqlException.at(
                        Condition.NUM_COLUMNS_MISMATCH,
                        row.getParserPosition(),
                        "this row has %d values and the first one %d"
                                .formatted(row.operandCount(), width),
                        "give all rows the same number of values");
            }
            rows.add(
                    SqlStdOperatorTable.ROW.createCall(
                            row.getParserPosition(),
                            row.getOperandList().stream().map(dialect::expression).toList()));
        }
        return SqlStdOperatorTable.VALUES.createCall(values.getParserPosition(), rows);
    }

    static SqlNode selectAll(SqlNode from, SqlParserPos position) {
        return select(List.of(SqlIdentifier.star(position)), from, Optional.empty(), position);
    }

    static SqlNode selectAll(SqlNode from, SqlNode where, SqlParserPos position) {
        return select(List.of(SqlIdentifier.star(position)), from, Optional.of(where), position);
    }

    /// A query over one table.
    static SqlNode select(
            List<SqlNode> items, SqlNode from, Optional<SqlNode> where, SqlParserPos position) {
        return new SqlSelect(
                position,
                SqlNodeList.EMPTY,
                new SqlNodeList(items, position),
                from,
                where.orElse(null),
                null,
                null,
                SqlNodeList.EMPTY,
                null,
                null,
                null,
                null,
                null);
    }
}
