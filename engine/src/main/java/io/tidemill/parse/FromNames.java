package io.tidemill.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// What the tables in FROM are called. Pure.
final class FromNames {
    private FromNames() {}

    /// The names that columns can be qualified with in a query over `from`.
    static Set<String> of(@Nullable SqlNode from) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        switch (from) {
            case null -> {}
            case SqlIdentifier name -> names.add(name.names.getLast());
            case SqlJoin join -> {
                names.addAll(of(join.getLeft()));
                names.addAll(of(join.getRight()));
            }
            case SqlCall as when as.getKind() == SqlKind.AS ->
                    names.add(((SqlIdentifier) as.operand(1)).getSimple());
            default -> {}
        }
        return names;
    }

    /// FROM, with a name for each query that has none, so that all its columns can be named.
    static SqlNode named(SqlNode from) {
        if (from instanceof SqlJoin join) {
            join.setLeft(named(join.getLeft()));
            join.setRight(named(join.getRight()));
            return join;
        }
        return from.isA(SqlKind.QUERY)
                ? SqlStdOperatorTable.AS.createCall(
                        from.getParserPosition(),
                        from,
                        new SqlIdentifier(
                                "\u0001query" + from.getParserPosition(), from.getParserPosition()))
                : from;
    }

    /// The names of the tables in FROM, in their order.
    static List<String> inOrder(@Nullable SqlNode from) {
        return switch (from) {
            case SqlJoin join -> {
                var names = new ArrayList<>(inOrder(join.getLeft()));
                names.addAll(inOrder(join.getRight()));
                yield names;
            }
            case null, default -> List.copyOf(of(from));
        };
    }
}
