package io.tidemill.plan.calcite;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.Casts;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.expression.function.Group;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.TimestampType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What [Rewrites] asks of expressions, and how it changes them.
final class Trees {
    /// Groups of functions whose value depends on nothing but their arguments.
    private static final Set<Group> FOLDED =
            EnumSet.of(Group.OPERATOR, Group.MATH, Group.STRING, Group.BITWISE, Group.CONDITIONAL);

    /// Functions whose second and further arguments are a pattern for the first one.
    private static final Set<String> PATTERNS = Set.of("like", "ilike", "rlike");

    private Trees() {}

    /// The same expression with each part replaced, inner parts first.
    static Expression map(Expression expression, UnaryOperator<Expression> change) {
        return expression.map(change);
    }

    /// The expressions right below one.
    static List<Expression> parts(Expression expression) {
        return expression.parts();
    }

    /// The expression over what the columns were computed from.
    static Expression substitute(Expression expression, List<Expression> columns) {
        return map(
                expression,
                part -> part instanceof Expression.Input input ? columns.get(input.index()) : part);
    }

    /// The expression over the same columns at other places.
    ///
    /// @param places the new place of each column, or -1
    static Expression move(Expression expression, int[] places) {
        return map(
                expression,
                part ->
                        part
                                        instanceof
                                        Expression.Input(
                                                int index,
                                                var name,
                                                var type,
                                                var nullable)
                                ? new Expression.Input(places[index], name, type, nullable)
                                : part);
    }

    /// Marks the columns that an expression reads.
    static void mark(Expression expression, BitSet columns) {
        if (expression instanceof Expression.Input input) {
            columns.set(input.index());
        }
        parts(expression).forEach(part -> mark(part, columns));
    }

    /// How often each column is read.
    static void count(Expression expression, int[] reads) {
        if (expression instanceof Expression.Input input) {
            reads[input.index()]++;
        }
        parts(expression).forEach(part -> count(part, reads));
    }

    /// Whether computing it can fail for some row.
    static boolean canRaise(Expression expression) {
        boolean itself =
                switch (expression) {
                    case Expression.Call call ->
                            Functions.get(call.function()).raises() && !isGoodPattern(call);
                    case Expression.UserCall _ -> true;
                    case Expression.Cast cast ->
                            !cast.lenient() && Casts.canRaise(cast.operand().type(), cast.type());
                    default -> false;
                };
        return itself || parts(expression).stream().anyMatch(Trees::canRaise);
    }

    /// Whether a call compares text with a constant pattern that is one: only a wrong one raises.
    private static boolean isGoodPattern(Expression.Call call) {
        boolean constant =
                PATTERNS.contains(call.function())
                        && call.arguments().stream()
                                .skip(1)
                                .allMatch(argument -> argument instanceof Expression.Literal);
        if (!constant) {
            return false;
        }
        var arguments = new ArrayList<>(call.arguments());
        arguments.set(0, new Expression.Literal("", arguments.getFirst().type()));
        try {
            var _ =
                    Interpreter.constant(
                            new Expression.Call(
                                    call.function(),
                                    arguments,
                                    call.type(),
                                    call.nullable(),
                                    call.position()));
            return true;
        } catch (TidemillException wrong) {
            return false;
        }
    }

    static boolean isDeterministic(Expression expression) {
        boolean itself =
                switch (expression) {
                    case Expression.Call call -> Functions.get(call.function()).deterministic();
                    case Expression.UserCall call -> call.function().deterministic();
                    default -> true;
                };
        return itself && parts(expression).stream().allMatch(Trees::isDeterministic);
    }

    /// Whether two expressions compute the same, wherever they stand in the text.
    static boolean isSame(Expression left, Expression right) {
        return placeless(left).equals(placeless(right));
    }

    /// Whether it costs nothing to compute it twice.
    static boolean isTrivial(Expression expression) {
        return expression instanceof Expression.Input
                || expression instanceof Expression.Literal
                || (expression instanceof Expression.Field field && isTrivial(field.struct()))
                || (expression instanceof Expression.Call call
                        && call.function().equals("named_struct")
                        && call.arguments().stream().allMatch(Trees::isTrivial));
    }

    /// Computes what is the same for every row, by our own interpreter. What would raise stays: it
    /// may never be asked for. What depends on the session's time zone stays, too.
    static Expression fold(Expression expression) {
        return map(expression, Trees::foldOne);
    }

    private static Expression foldOne(Expression expression) {
        if (expression instanceof Expression.Field field) {
            return ofStruct(field);
        }
        boolean candidate =
                switch (expression) {
                    case Expression.Cast _ -> true;
                    case Expression.Call call -> // windows are no functions, and not there yet
                            Functions.find(call.function())
                                    .filter(function -> FOLDED.contains(function.group()))
                                    .isPresent();
                    default -> false;
                };
        boolean constant =
                candidate
                        && isTimeless(expression.type())
                        && parts(expression).stream()
                                .allMatch(part ->
                                        part instanceof Expression.Literal
                                                && isTimeless(part.type()));
        if (!constant || !Interpreter.isConstant(expression)) {
            return expression;
        }
        try {
            return new Expression.Literal(Interpreter.constant(expression), expression.type());
        } catch (TidemillException raised) {
            return expression;
        }
    }

    /// The field itself where the struct is made right here, if nothing is lost with the others.
    private static Expression ofStruct(Expression.Field field) {
        return field.struct() instanceof Expression.Call call
                        && call.function().equals("named_struct")
                        && !canRaise(call)
                ? call.arguments().get(2 * field.index() + 1)
                : field;
    }

    /// The same expression without the places that its parts have in the text: two that are equal
    /// then compute the same.
    static Expression placeless(Expression expression) {
        return map(
                expression,
                part ->
                        switch (part) {
                            case Expression.Call(
                                            var function,
                                            var arguments,
                                            var type,
                                            var nullable,
                                            _) ->
                                    new Expression.Call(
                                            function, arguments, type, nullable, Position.NONE);
                            case Expression.UserCall(var function, var arguments, _) ->
                                    new Expression.UserCall(function, arguments, Position.NONE);
                            case Expression.Cast(var operand, var type, var lenient, _) ->
                                    new Expression.Cast(operand, type, lenient, Position.NONE);
                            default -> part;
                        });
    }

    private static boolean isTimeless(DataType type) {
        return !(type instanceof TimestampType);
    }
}
