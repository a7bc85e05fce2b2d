package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.expression.WindowCall.Bound;
import io.tidemill.expression.WindowCall.Frame;
import io.tidemill.expression.WindowCall.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Reads `f(..) [FILTER (WHERE ..)] [IGNORE NULLS] OVER (..)`.
///
/// In: the call as it was parsed, its window written out ([#named]). Out: a call of a function of
/// our own ([WindowFunctions]) whose operands are the arguments, the filter, and the keys of
/// partition and order; Calcite sees nothing of windows.
final class OverCalls {
    private final Dialect dialect;

    OverCalls(Dialect dialect) {
        this.dialect = dialect;
    }

    /// A query's expression with the windows of its WINDOW clause written out where they are named.
    ///
    /// @param windows the clause
    static SqlNode named(SqlNode expression, SqlNodeList windows) {
        if (expression.isA(SqlKind.QUERY)) {
            return expression;
        }
        return java.util.Objects.requireNonNull(
                expression.accept(
                        new SqlShuttle() {
                            @Override
                            public @Nullable SqlNode visit(SqlCall call) {
                                if (call.isA(SqlKind.QUERY)) {
                                    return call;
                                }
                                return call.getKind() == SqlKind.OVER
                                        ? call.getOperator()
                                                .createCall(
                                                        call.getParserPosition(),
                                                        call.operand(0),
                                                        written(call.operand(1), windows, 0))
                                        : super.visit(call);
                            }
                        }));
    }

    private static SqlWindow written(SqlNode window, SqlNodeList windows, int depth) {
        if (window instanceof SqlIdentifier name) {
            return written(find(name, windows), windows, depth + 1);
        }
        var own = (SqlWindow) window;
        var reference = own.getRefName();
        if (reference == null) {
            return own;
        }
        if (depth > windows.size()) {
            throw wrong(own, "the window refers to itself", "write it out");
        }
        var base = written(find(reference, windows), windows, depth + 1);
        if (!own.getPartitionList().isEmpty()
                || (!own.getOrderList().isEmpty() && !base.getOrderList().isEmpty())
                || base.getLowerBound() != null) {
            throw wrong(
                    own,
                    "only ORDER BY and a frame can be added to the window %s, where it has none"
                            .formatted(reference),
                    "write the window out");
        }
        return SqlWindow.create(
                null,
                null,
                base.getPartitionList(),
                own.getOrderList().isEmpty() ? base.getOrderList() : own.getOrderList(),
                org.apache.calcite.sql.SqlLiteral.createBoolean(
                        own.isRows(), own.getParserPosition()),
                own.getLowerBound(),
                own.getUpperBound(),
                null,
                own.getExclude(),
                own.getParserPosition());
    }

    private static SqlWindow find(SqlIdentifier name, SqlNodeList windows) {
        for (var node : windows) {
            var window = (SqlWindow) node;
            var declared = window.getDeclName();
            if (declared != null && declared.getSimple().equalsIgnoreCase(name.getSimple())) {
                return window;
            }
        }
        throw SqlException.at(
                Condition.PARSE_SYNTAX_ERROR,
                name.getParserPosition(),
                "there is no window '%s'".formatted(name.getSimple()),
                "define it behind the query: WINDOW %s AS (..)".formatted(name.getSimple()));
    }

    /// The call in our terms.
    SqlNode call(SqlCall over) {
        if (!(over.operand(1) instanceof SqlWindow window) || window.getRefName() != null) {
            throw wrong(over, "the window has a name that nobody defined", "write it out");
        }
        var function = (SqlCall) over.operand(0);
        Optional<SqlNode> filter = Optional.empty();
        Optional<Boolean> ignoreNulls = Optional.empty();
        while (!(function.getOperator() instanceof SqlUnresolvedFunction)) {
            switch (function.getKind()) {
                case FILTER -> filter = Optional.of(function.operand(1));
                case IGNORE_NULLS -> ignoreNulls = Optional.of(true);
                case RESPECT_NULLS -> ignoreNulls = Optional.of(false);
                default ->
                        throw wrong(
                                function,
                                function.getOperator().getName() + " is no function over windows",
                                "use an aggregate or a window function");
            }
            if (!(function.operand(0) instanceof SqlBasicCall inner)) {
                throw wrong(function, "a function is missing before OVER", "name one");
            }
            function = inner;
        }
        if (function.getFunctionQuantifier() != null) {
            throw SqlException.at(
                    Condition.UNSUPPORTED_FEATURE,
                    function.getParserPosition(),
                    "DISTINCT is not possible in a window function",
                    "leave it out, or drop duplicates in a sub-query");
        }
        return call(over, function, filter, ignoreNulls.orElse(false), window);
    }

    private SqlNode call(
            SqlCall over,
            SqlCall function,
            Optional<SqlNode> filter,
            boolean ignoreNulls,
            SqlWindow window) {
        var name = name(function);
        var operands = new ArrayList<SqlNode>();
        boolean star =
                function.operandCount() == 1
                        && function.operand(0) instanceof SqlIdentifier all
                        && all.isStar();
        if (star && !name.equals("count")) {
            throw wrong(function, "only count takes *", "name the column");
        }
        if (!star) {
            function.getOperandList().forEach(each -> operands.add(dialect.expression(each)));
        }
        int arguments = operands.size();
        filter.ifPresent(condition -> operands.add(dialect.expression(condition)));
        window.getPartitionList().forEach(key -> operands.add(dialect.expression(key)));
        var order = new ArrayList<OverSpec.Order>();
        for (var key : window.getOrderList()) {
            order.add(order(key));
            operands.add(dialect.expression(unordered(key)));
        }
        var spec =
                new OverSpec(
                        name,
                        arguments,
                        filter.isPresent(),
                        ignoreNulls,
                        window.getPartitionList().size(),
                        order,
                        frame(name, window));
        var known = WindowFunctions.isOne(name) ? null : dialect.lookUp(name, place(function));
        return new TypedOperator(
                        "OVER " + spec,
                        false,
                        (values, position) ->
                                WindowFunctions.express(
                                        spec,
                                        window.getLowerBound() != null,
                                        Optional.ofNullable(known),
                                        values,
                                        position))
                .createCall(over.getParserPosition(), operands);
    }

    private static org.apache.calcite.sql.parser.SqlParserPos place(SqlCall function) {
        return ((SqlUnresolvedFunction) function.getOperator()).getNameAsId().getParserPosition();
    }

    private static String name(SqlCall function) {
        return ((SqlUnresolvedFunction) function.getOperator())
                .getNameAsId()
                .names
                .getLast()
                .toLowerCase(Locale.ROOT);
    }

    private static OverSpec.Order order(SqlNode key) {
        boolean descending = false;
        Optional<Boolean> nullsFirst = Optional.empty();
        var node = key;
        while (isOrdering(node)) {
            switch (node.getKind()) {
                case DESCENDING -> descending = true;
                case NULLS_FIRST -> nullsFirst = Optional.of(true);
                default -> nullsFirst = Optional.of(false);
            }
            node = ((SqlCall) node).operand(0);
        }
        return new OverSpec.Order(!descending, nullsFirst.orElse(!descending));
    }

    private static boolean isOrdering(SqlNode node) {
        return node.getKind() == SqlKind.DESCENDING
                || node.getKind() == SqlKind.NULLS_FIRST
                || node.getKind() == SqlKind.NULLS_LAST;
    }

    private static SqlNode unordered(SqlNode key) {
        var node = key;
        while (isOrdering(node)) {
            node = ((SqlCall) node).operand(0);
        }
        return node;
    }

    /// The frame, or what it is when none was written.
    private Frame frame(String function, SqlWindow window) {
        var lower = window.getLowerBound();
        if (lower == null) {
            return unwritten(function, !window.getOrderList().isEmpty());
        }
        var upper = window.getUpperBound();
        return new Frame(
                SqlWindow.isExcludeGroup(window.getExclude())
                        ? Unit.GROUPS // what Words writes for the word that the grammar lacks
                        : window.isRows() ? Unit.ROWS : Unit.RANGE,
                bound(lower),
                upper == null ? new Bound.CurrentRow() : bound(upper));
    }

    private static Frame unwritten(String function, boolean ordered) {
        return WindowFunctions.isRank(function)
                ? WindowFrames.ROWS_SO_FAR
                : ordered ? WindowFrames.SO_FAR : WindowFrames.WHOLE;
    }

    private Bound bound(SqlNode node) {
        if (SqlWindow.isUnboundedPreceding(node)) {
            return new Bound.UnboundedPreceding();
        }
        if (SqlWindow.isUnboundedFollowing(node)) {
            return new Bound.UnboundedFollowing();
        }
        if (SqlWindow.isCurrentRow(node)) {
            return new Bound.CurrentRow();
        }
        var call = (SqlCall) node;
        var distance = dialect.expression(call.operand(0));
        Expression constant =
                StandIns.constantOf(distance)
                        .orElseThrow(() ->
                                wrong(
                                        node,
                                        "a distance in a frame is no constant",
                                        "write a number or an interval"));
        return call.getOperator() == SqlWindow.PRECEDING_OPERATOR
                ? new Bound.Preceding(constant)
                : new Bound.Following(constant);
    }

    /// Such a call with its window as column names have it.
    static String title(SqlCall over, java.util.function.Function<SqlNode, String> text) {
        var function = over.operand(0);
        if (!(over.operand(1) instanceof SqlWindow window)) {
            return text.apply(function) + " OVER " + text.apply(over.operand(1));
        }
        var parts = new ArrayList<String>();
        if (!window.getPartitionList().isEmpty()) {
            parts.add("PARTITION BY " + list(window.getPartitionList(), text));
        }
        var keys = new ArrayList<String>();
        for (var key : window.getOrderList()) {
            var order = order(key);
            keys.add(
                    "%s %s NULLS %s"
                            .formatted(
                                    text.apply(unordered(key)),
                                    order.ascending() ? "ASC" : "DESC",
                                    order.nullsFirst() ? "FIRST" : "LAST"));
        }
        if (!keys.isEmpty()) {
            parts.add("ORDER BY " + String.join(", ", keys));
        }
        parts.add(frameTitle(function, window, text));
        return "%s OVER (%s)".formatted(text.apply(function), String.join(" ", parts));
    }

    private static String frameTitle(
            SqlNode function, SqlWindow window, java.util.function.Function<SqlNode, String> text) {
        var lower = window.getLowerBound();
        if (lower == null) {
            var inner = function;
            while (inner instanceof SqlBasicCall call
                    && !(call.getOperator() instanceof SqlUnresolvedFunction)
                    && call.operandCount() > 0) {
                inner = call.operand(0);
            }
            boolean rank =
                    inner instanceof SqlCall call
                            && call.getOperator() instanceof SqlUnresolvedFunction
                            && WindowFunctions.isRank(name(call));
            boolean ordered = !window.getOrderList().isEmpty();
            var frame =
                    rank
                            ? WindowFrames.ROWS_SO_FAR
                            : ordered ? WindowFrames.SO_FAR : WindowFrames.WHOLE;
            return frame.toString();
        }
        var upper = window.getUpperBound();
        var unit =
                SqlWindow.isExcludeGroup(window.getExclude())
                        ? "GROUPS"
                        : window.isRows() ? "ROWS" : "RANGE";
        return "%s BETWEEN %s AND %s"
                .formatted(
                        unit,
                        boundTitle(lower, text),
                        upper == null ? "CURRENT ROW" : boundTitle(upper, text));
    }

    private static String boundTitle(
            SqlNode bound, java.util.function.Function<SqlNode, String> text) {
        if (bound instanceof SqlCall call && call.getOperator() == SqlWindow.PRECEDING_OPERATOR) {
            return text.apply(call.operand(0)) + " PRECEDING";
        }
        if (bound instanceof SqlCall call && call.getOperator() == SqlWindow.FOLLOWING_OPERATOR) {
            return text.apply(call.operand(0)) + " FOLLOWING";
        }
        return bound.toString().toUpperCase(Locale.ROOT);
    }

    private static String list(
            List<SqlNode> nodes, java.util.function.Function<SqlNode, String> text) {
        return String.join(", ", nodes.stream().map(text).toList());
    }

    private static SqlException wrong(SqlNode node, String problem, String remedy) {
        return SqlException.at(
                Condition.PARSE_SYNTAX_ERROR, node.getParserPosition(), problem, remedy);
    }

    /// A call over a window, as a parser would have made it.
    static SqlNode of(SqlNode function, SqlWindow window) {
        return SqlStdOperatorTable.OVER.createCall(function.getParserPosition(), function, window);
    }
}
