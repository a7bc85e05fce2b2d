package io.tidemill.parse;

import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// `struct(a, b AS x, t.*)` and `(a, b)` as a value: `named_struct('a', a, 'x', b, ...)`.
final class Structs {
    private Structs() {}

    static SqlNode struct(SqlCall call, Dialect dialect) {
        var position = call.getParserPosition();
        var operands = new ArrayList<SqlNode>();
        var names = new ArrayList<@Nullable String>();
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlBasicCall as
                    && as.getOperator().getName().equalsIgnoreCase("as")) {
                names.add(((SqlIdentifier) as.operand(1)).getSimple());
                operands.add(dialect.expression(as.operand(0)));
            } else {
                boolean star = StarredCall.isStar(operand);
                names.add(
                        operand instanceof SqlIdentifier column && !star
                                ? column.names.getLast()
                                : null);
                operands.add(star ? operand : dialect.expression(operand));
            }
        }
        return StarredCall.of(
                "struct",
                operands,
                names,
                position,
                (values, called) -> named(values, called, position));
    }

    private static SqlNode named(
            List<SqlNode> values, List<@Nullable String> names, SqlParserPos position) {
        var arguments = new ArrayList<SqlNode>();
        for (int i = 0; i < values.size(); i++) {
            var value = values.get(i);
            var name = names.get(i);
            arguments.add(
                    LiteralValue.node(
                            name == null ? "col" + (i + 1) : name,
                            DataTypes.StringType,
                            value.getParserPosition()));
            arguments.add(value);
        }
        return Meanings.function(Functions.get("named_struct")).createCall(position, arguments);
    }
}
