package io.tidemill.parse;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/// Marks an expression of columns of a query around: what has it in it cannot be analysed before it
/// stands in that query. The mark changes no meaning; names are looked for inside first.
final class Outer {
    private static final SqlSpecialOperator MARK =
            new SqlSpecialOperator("OUTER", SqlKind.OTHER_FUNCTION);

    private Outer() {}

    static SqlNode mark(SqlNode expression) {
        return MARK.createCall(expression.getParserPosition(), expression);
    }

    private static boolean isMark(SqlCall call) {
        return call.getOperator() == MARK;
    }

    /// Whether some part is marked.
    static boolean isIn(SqlNode tree) {
        var found = new AtomicBoolean();
        tree.accept(
                new SqlBasicVisitor<Void>() {
                    @Override
                    public Void visit(SqlCall call) {
                        if (isMark(call)) {
                            found.set(true);
                        }
                        return super.visit(call);
                    }
                });
        return found.get();
    }

    /// The same without marks.
    static SqlNode unmarked(SqlNode tree) {
        return Objects.requireNonNull(
                tree.accept(
                        new SqlShuttle() {
                            @Override
                            public SqlNode visit(SqlCall call) {
                                return isMark(call)
                                        ? unmarked(call.operand(0))
                                        : Objects.requireNonNull(super.visit(call));
                            }
                        }));
    }
}
