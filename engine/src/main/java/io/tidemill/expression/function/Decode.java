package io.tidemill.expression.function;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.List;

/// `decode(value, search, result, …)`: a CASE that finds NULL too; with two arguments the text of
/// bytes.
final class Decode {
    private Decode() {}

    static Expression rewrite(Arguments arguments, Position position) {
        arguments.countBetween(2, Integer.MAX_VALUE);
        if (arguments.size() == 2) {
            return Functions.get("decode_bytes").call(arguments.expressions(), position);
        }
        var value = arguments.get(0);
        var parts = new ArrayList<Expression>();
        int i = 1;
        for (; i + 1 < arguments.size(); i += 2) {
            parts.add(Functions.get("<=>").call(List.of(value, arguments.get(i)), position));
            parts.add(arguments.get(i + 1));
        }
        parts.add(
                i < arguments.size()
                        ? arguments.get(i)
                        : new Expression.Literal(null, DataTypes.NullType));
        return Functions.get("case").call(parts, position);
    }
}
