package io.tidemill.parse;

import io.tidemill.data.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/// A call with `*` or `t.*` among its arguments, `struct(*)`, until it is known which columns there
/// are. [SparkValidator] then puts the call with columns in its place, in a select list; anywhere
/// else it is refused, as in Spark.
final class StarredCall extends SqlFunction {
    /// Makes the call of its arguments in our terms and what each is called, if it has a name.
    interface Maker extends BiFunction<List<SqlNode>, List<@Nullable String>, SqlNode> {}

    private final Maker maker;
    private final List<@Nullable String> names;

    private StarredCall(String function, List<@Nullable String> names, Maker maker) {
        super(
                function,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.VARCHAR,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.names = names;
        this.maker = maker;
    }

    /// The call itself if there is no star in it.
    ///
    /// @param operands stars as they are, the rest in our terms
    /// @param names what each operand is called, or null
    static SqlNode of(
            String function,
            List<SqlNode> operands,
            List<@Nullable String> names,
            SqlParserPos position,
            Maker maker) {
        return operands.stream().anyMatch(StarredCall::isStar)
                ? new StarredCall(function, names, maker).createCall(position, operands)
                : maker.apply(operands, names);
    }

    static boolean isStar(SqlNode node) {
        return node instanceof SqlStarExclude
                || (node instanceof SqlIdentifier name && name.isStar());
    }

    /// An expression with columns in place of the stars of its calls.
    ///
    /// @param columns what a star stands for: columns, or columns AS names
    static SqlNode expanded(SqlNode node, Function<SqlNode, List<SqlNode>> columns) {
        if (!hasStar(node)) {
            return node;
        }
        return Objects.requireNonNull(
                node.accept(
                        new SqlShuttle() {
                            @Override
                            public @Nullable SqlNode visit(SqlCall call) {
                                if (isStar(call)) {
                                    return call;
                                }
                                var inside = Objects.requireNonNull(super.visit(call));
                                return call.getOperator() instanceof StarredCall starred
                                        ? starred.made((SqlCall) inside, columns)
                                        : inside;
                            }
                        }));
    }

    private SqlNode made(SqlCall call, Function<SqlNode, List<SqlNode>> columns) {
        var operands = new ArrayList<SqlNode>();
        var called = new ArrayList<@Nullable String>();
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (!isStar(operand)) {
                operands.add(operand);
                called.add(names.get(i));
                continue;
            }
            for (var column : columns.apply(operand)) {
                boolean as = column.getKind() == SqlKind.AS;
                operands.add(as ? ((SqlCall) column).operand(0) : column);
                var name = (SqlIdentifier) (as ? ((SqlCall) column).operand(1) : column);
                called.add(BoundTable.plain(name.names.getLast()));
            }
        }
        return maker.apply(operands, called);
    }

    private static boolean hasStar(SqlNode node) {
        try {
            node.accept(
                    new SqlBasicVisitor<Void>() {
                        @Override
                        public Void visit(SqlCall call) {
                            if (call.getOperator() instanceof StarredCall) {
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

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        throw SqlException.at(
                Condition.PARSE_SYNTAX_ERROR,
                call.getParserPosition(),
                "* stands for columns in a select list only",
                "name the columns");
    }
}
