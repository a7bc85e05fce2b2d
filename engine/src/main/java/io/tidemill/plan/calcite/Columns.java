package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// References to columns.
final class Columns {
    private Columns() {}

    /// A reference to column `index`.
    static Expression.Input one(StructType schema, int index) {
        var field = schema.field(index);
        return new Expression.Input(index, field.name(), field.dataType(), field.nullable());
    }

    /// References to all columns.
    static List<Expression> all(StructType schema) {
        return IntStream.range(0, schema.size())
                .mapToObj(index -> (Expression) one(schema, index))
                .toList();
    }

    /// The same rows with other types and names; the plan itself when nothing differs.
    static PlanNode cast(PlanNode plan, StructType wanted, List<String> names) {
        var expressions = new ArrayList<Expression>();
        var fields = new ArrayList<StructField>();
        boolean same = true;
        for (int i = 0; i < wanted.size(); i++) {
            var column = one(plan.schema(), i);
            var cast = Function.cast(column, wanted.typeOf(i), Position.NONE);
            same &= cast == column && names.get(i).equals(column.name());
            expressions.add(cast);
            fields.add(new StructField(names.get(i), cast.type(), cast.nullable()));
        }
        return same ? plan : new PlanNode.Project(plan, expressions, new StructType(fields));
    }
}
