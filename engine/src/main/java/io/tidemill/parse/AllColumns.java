package io.tidemill.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;

/// `GROUP BY ALL` and `ORDER BY ALL`: by what is selected. [Words] writes a name of its own for ALL
/// there.
final class AllColumns {
    private AllColumns() {}

    /// The keys of GROUP BY ALL: items in our terms that hold no aggregate, none if there are none;
    /// empty when the query names its keys.
    static Optional<SqlNodeList> groupBy(SqlNodeList group, List<SqlNode> items) {
        if (group.size() != 1 || !isOne(group.get(0))) {
            return Optional.empty();
        }
        var keys = new ArrayList<SqlNode>();
        for (var item : items) {
            var expression = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            if (expression instanceof SqlIdentifier id && id.isStar()) {
                throw Dialect.unsupported("GROUP BY ALL with *", id.getParserPosition());
            }
            if (!hasAggregate(expression)) {
                keys.add(expression);
            }
        }
        return Optional.of(new SqlNodeList(keys, group.getParserPosition()));
    }

    private static boolean hasAggregate(SqlNode node) {
        try {
            node.accept(
                    new SqlBasicVisitor<Void>() {
                        @Override
                        public Void visit(SqlCall call) {
                            if (call.getOperator() instanceof AggregateOperator) {
                                throw Util.FoundOne.NULL;
                            }
                            return super.visit(call);
                        }
                    });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    /// `ORDER BY ALL` by each item of the select list.
    static SqlNodeList keys(SqlOrderBy ordered) {
        if (ordered.orderList.size() != 1 || !isOne(bare(ordered.orderList.get(0)))) {
            return ordered.orderList;
        }
        var key = ordered.orderList.get(0);
        var keys = new ArrayList<SqlNode>();
        for (int i = 1; i <= width(ordered.query); i++) {
            keys.add(
                    sorted(
                            key,
                            SqlLiteral.createExactNumeric(
                                    Integer.toString(i), key.getParserPosition())));
        }
        return new SqlNodeList(keys, ordered.orderList.getParserPosition());
    }

    /// What a key of ORDER BY sorts by, without its direction.
    private static SqlNode bare(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> bare(((SqlCall) key).operand(0));
            default -> key;
        };
    }

    /// Another column in the direction of a key.
    private static SqlNode sorted(SqlNode key, SqlNode column) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
                var call = (SqlCall) key;
                yield call.getOperator()
                        .createCall(key.getParserPosition(), sorted(call.operand(0), column));
            }
            default -> column;
        };
    }

    /// How many columns a query selects.
    private static int width(SqlNode query) {
        return switch (query) {
            case SqlSelect select -> {
                for (var item : select.getSelectList()) {
                    if (item instanceof SqlStarExclude
                            || (item instanceof SqlIdentifier id && id.isStar())) {
                        throw Dialect.unsupported("ORDER BY ALL with *", item.getParserPosition());
                    }
                }
                yield select.getSelectList().size();
            }
            case SqlWith with -> width(with.body);
            case SqlOrderBy ordered -> width(ordered.query);
            case SqlCall call when call.getKind() == SqlKind.VALUES ->
                    ((SqlCall) call.operand(0)).operandCount();
            case SqlCall call -> width(call.operand(0));
            default -> 0;
        };
    }

    /// Whether this stands for ALL in GROUP BY or ORDER BY.
    static boolean isOne(SqlNode key) {
        return key instanceof SqlIdentifier id
                && id.isSimple()
                && id.getSimple().equals(Words.ALL_COLUMNS);
    }
}
