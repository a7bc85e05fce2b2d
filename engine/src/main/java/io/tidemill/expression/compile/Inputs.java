package io.tidemill.expression.compile;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Expression.And;
import io.tidemill.expression.Expression.Call;
import io.tidemill.expression.Expression.Case;
import io.tidemill.expression.Expression.Cast;
import io.tidemill.expression.Expression.Coalesce;
import io.tidemill.expression.Expression.Field;
import io.tidemill.expression.Expression.Input;
import io.tidemill.expression.Expression.Lambda;
import io.tidemill.expression.Expression.Literal;
import io.tidemill.expression.Expression.Or;
import io.tidemill.expression.Expression.Parameter;
import io.tidemill.expression.Expression.UserCall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Which columns an expression reads.
final class Inputs {
    private Inputs() {}

    /// Adds the indexes of the columns that `expression` reads.
    static void collect(Expression expression, BitSet used) {
        if (expression instanceof Input input) {
            used.set(input.index());
        }
        for (var operand : operands(expression)) {
            collect(operand, used);
        }
    }

    /// The expressions that an expression is made of.
    static List<Expression> operands(Expression expression) {
        return switch (expression) {
            case Literal _, Input _, Parameter _ -> List.of();
            case Call call -> call.arguments();
            case UserCall call -> call.arguments();
            case Cast cast -> List.of(cast.operand());
            case And and -> and.operands();
            case Or or -> or.operands();
            case Case choice -> {
                var all = new ArrayList<Expression>();
                for (var branch : choice.branches()) {
                    all.add(branch.condition());
                    all.add(branch.value());
                }
                all.add(choice.otherwise());
                yield all;
            }
            case Coalesce coalesce -> coalesce.operands();
            case Field field -> List.of(field.struct());
            case Lambda lambda -> List.of(lambda.body());
        };
    }
}
