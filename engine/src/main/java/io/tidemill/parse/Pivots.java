package io.tidemill.parse;

import io.tidemill.data.Condition;
import java.util.ArrayList;
import java.util.Collections;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/// `PIVOT` and `UNPIVOT` in FROM.
final class Pivots {
    private final Queries queries;

    Pivots(Queries queries) {
        this.queries = queries;
    }

    SqlNode pivot(SqlPivot pivot) {
        var dialect = queries.dialect();
        return new SqlPivot(
                pivot.getParserPosition(),
                queries.from(pivot.query),
                aggregates(dialect.list(pivot.aggList), pivot.aggList),
                pivot.axisList,
                new SqlNodeList(
                        pivot.inList.stream().map(Pivots::value).toList(),
                        pivot.inList.getParserPosition()));
    }

    /// With one aggregate a column is called as its value; with several the aggregate's name stands
    /// behind.
    private static SqlNodeList aggregates(SqlNodeList aggregates, SqlNodeList written) {
        var named = new ArrayList<SqlNode>();
        for (int i = 0; i < aggregates.size(); i++) {
            var each = aggregates.get(i);
            boolean alone = aggregates.size() == 1;
            boolean alias = each.getKind() == SqlKind.AS;
            named.add(
                    alone
                            ? alias ? ((SqlCall) each).operand(0) : each
                            : alias
                                    ? each
                                    : named(each, PrettyNames.of(written.get(i), _ -> false)));
        }
        return new SqlNodeList(named, aggregates.getParserPosition());
    }

    private static SqlNode value(SqlNode value) {
        if (value.getKind() == SqlKind.AS) {
            return value;
        }
        var name = PrettyNames.of(value, _ -> false);
        boolean one = !(value instanceof SqlNodeList list) || list.size() == 1;
        return named(value, one ? name : "{" + name + "}");
    }

    private static SqlNode named(SqlNode node, String name) {
        var position = node.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(position, node, new SqlIdentifier(name, position));
    }

    SqlNode unpivot(SqlUnpivot unpivot) {
        return new SqlUnpivot(
                unpivot.getParserPosition(),
                queries.from(unpivot.query),
                unpivot.includeNulls,
                unpivot.measureList,
                unpivot.axisList,
                new SqlNodeList(
                        unpivot.inList.stream().map(each -> named(each, unpivot)).toList(),
                        unpivot.inList.getParserPosition()));
    }

    /// Columns with the name that Spark lets them have, `q1 AS spring`, as the text that Calcite
    /// wants there.
    private static SqlNode named(SqlNode columns, SqlUnpivot unpivot) {
        if (columns.getKind() != SqlKind.AS) {
            return columns;
        }
        var as = (SqlCall) columns;
        var name = name(as.operand(1));
        return SqlStdOperatorTable.AS.createCall(
                as.getParserPosition(),
                as.operand(0),
                new SqlNodeList(
                        Collections.nCopies(unpivot.axisList.size(), name),
                        as.operand(1).getParserPosition()));
    }

    private static SqlNode name(SqlNode name) {
        var position = name.getParserPosition();
        return switch (name) {
            case SqlIdentifier id -> SqlLiteral.createCharString(id.names.getLast(), position);
            case SqlNodeList list when list.size() == 1 -> name(list.get(0));
            case SqlCall call
                    when call.getOperator() instanceof LiteralValue literal
                            && literal.value() instanceof String text ->
                    SqlLiteral.createCharString(text, position);
            default ->
                    throw SqlException.at(
                            Condition.PARSE_SYNTAX_ERROR,
                            position,
                            "this is not a name for columns of UNPIVOT",
                            "write a name behind AS, as in (a AS spring, b AS summer)");
        };
    }
}
