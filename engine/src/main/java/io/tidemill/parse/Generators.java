package io.tidemill.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// `explode` and its kin in FROM and in the select list.
///
/// A generator in the select list reads as one in FROM: `SELECT a, explode(b) AS x FROM t` as
/// `SELECT a, x FROM t, LATERAL explode(b) AS g (x)`.
final class Generators {
    /// Between the names of a generator's columns, in the one name that the grammar takes.
    static final String NAMES = "\u0002";

    /// The name of a select list's generator in FROM.
    static final String ALIAS = "\u0001generated";

    private final Dialect dialect;

    Generators(Dialect dialect) {
        this.dialect = dialect;
    }

    /// Whether a table is a generator: `explode(x)`, `UNNEST(x)`.
    static boolean isTable(SqlNode node) {
        return node.getKind() == SqlKind.UNNEST
                || (node.getKind() == SqlKind.COLLECTION_TABLE
                        && isCall(((SqlCall) node).operand(0)));
    }

    static boolean isCall(SqlNode node) {
        return node instanceof SqlCall call
                && call.getOperator() instanceof SqlUnresolvedFunction function
                && GeneratorOperator.isOne(function.getNameAsId().names.getLast());
    }

    /// A generator as a table; what it reads may stand to its left.
    SqlNode table(SqlNode node) {
        var position = node.getParserPosition();
        if (node.getKind() == SqlKind.UNNEST) {
            var unnest = (SqlCall) node;
            boolean ordinality = ((SqlUnnestOperator) unnest.getOperator()).withOrdinality;
            return lateral(
                    new GeneratorOperator(ordinality ? "unnest with ordinality" : "unnest")
                            .createCall(position, operands(unnest)),
                    position);
        }
        return call(((SqlCall) node).operand(0));
    }

    private SqlNode call(SqlCall call) {
        var name = ((SqlUnresolvedFunction) call.getOperator()).getNameAsId().names.getLast();
        return lateral(
                new GeneratorOperator(name).createCall(call.getParserPosition(), operands(call)),
                call.getParserPosition());
    }

    private List<SqlNode> operands(SqlCall call) {
        return call.getOperandList().stream().map(dialect::expression).toList();
    }

    private static SqlNode lateral(SqlNode call, SqlParserPos position) {
        return SqlStdOperatorTable.LATERAL.createCall(
                position, SqlStdOperatorTable.COLLECTION_TABLE.createCall(position, call));
    }

    /// The item of a select list that is a generator, perhaps under a name.
    static Optional<SqlNode> item(List<SqlNode> items) {
        return items.stream().filter(item -> isCall(unnamed(item))).findFirst();
    }

    private static SqlNode unnamed(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    /// FROM with the generator of an item behind it.
    SqlNode from(@Nullable SqlNode from, SqlNode item) {
        var position = item.getParserPosition();
        var operands = new ArrayList<SqlNode>();
        operands.add(call((SqlCall) unnamed(item)));
        operands.add(new SqlIdentifier(ALIAS, position));
        if (item.getKind() == SqlKind.AS) {
            var names = names(item);
            for (int i = 0; i < names.size(); i++) {
                operands.add(
                        new SqlIdentifier(
                                BoundTable.marked(names.get(i), i), item.getParserPosition()));
            }
        }
        var generated = SqlStdOperatorTable.AS.createCall(position, operands);
        return from == null
                ? generated
                : new SqlJoin(
                        position,
                        from,
                        SqlLiteral.createBoolean(false, position),
                        JoinType.CROSS.symbol(position),
                        generated,
                        JoinConditionType.NONE.symbol(position),
                        null);
    }

    private static List<String> names(SqlNode item) {
        var names = (SqlIdentifier) ((SqlCall) item).operand(1);
        return List.of(names.getSimple().split(NAMES, -1));
    }

    /// What stands for the generator's item in the select list: all its columns, under their names.
    ///
    /// In FROM they bear marks, so that the names mean columns of other tables there.
    static List<SqlNode> columns(SqlNode item) {
        var position = item.getParserPosition();
        if (item.getKind() != SqlKind.AS) {
            return List.of(
                    SqlIdentifier.star(List.of(ALIAS, ""), position, List.of(position, position)));
        }
        var names = names(item);
        var columns = new ArrayList<SqlNode>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(
                    SqlStdOperatorTable.AS.createCall(
                            position,
                            new SqlIdentifier(
                                    List.of(ALIAS, BoundTable.marked(names.get(i), i)), position),
                            new SqlIdentifier(names.get(i), position)));
        }
        return columns;
    }
}
