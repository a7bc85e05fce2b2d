package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Conditions of joins, taken apart.
///
/// A condition sees the columns of both inputs side by side, the left ones first. What of it is an
/// equality between the two becomes a [KeyPair], by which rows are found; the rest is tested for
/// each pair of rows that is equal in all keys.
final class JoinConditions {
    /// Which inputs of a join an expression reads.
    enum Side {
        NEITHER,
        LEFT,
        RIGHT,
        BOTH
    }

    /// A condition as a join takes it.
    record Split(List<KeyPair> keys, Optional<Expression> rest) {}

    private JoinConditions() {}

    /// Takes the equalities out of conditions that must all be true.
    ///
    /// A key that can raise is computed for every row of its side, but not where a condition in
    /// front of it could have kept it from being computed.
    static Split split(List<Expression> conditions, StructType left, StructType right) {
        var keys = new ArrayList<KeyPair>();
        var rest = new ArrayList<Expression>();
        for (var condition : conditions) {
            var pair = pair(condition, left, right);
            if (pair.isPresent() && (rest.isEmpty() || !Trees.canRaise(condition))) {
                keys.add(pair.get());
            } else {
                rest.add(condition);
            }
        }
        return new Split(keys, all(rest));
    }

    /// The equality as a pair of keys, if each side of it reads one input.
    static Optional<KeyPair> pair(Expression condition, StructType left, StructType right) {
        if (!(condition instanceof Expression.Call call)
                || !(call.function().equals("=") || call.function().equals("<=>"))
                || !Trees.isDeterministic(condition)) {
            return Optional.empty();
        }
        var first = call.arguments().get(0);
        var second = call.arguments().get(1);
        var a = side(first, left.size());
        var b = side(second, left.size());
        boolean nullSafe = call.function().equals("<=>");
        if (a == Side.LEFT && b == Side.RIGHT) {
            return Optional.of(new KeyPair(first, ofRight(second, left, right), nullSafe));
        }
        if (a == Side.RIGHT && b == Side.LEFT) {
            return Optional.of(new KeyPair(second, ofRight(first, left, right), nullSafe));
        }
        return Optional.empty();
    }

    /// An expression over both inputs that reads the right one only, over that one.
    static Expression ofRight(Expression expression, StructType left, StructType right) {
        return Trees.map(
                expression,
                part ->
                        part instanceof Expression.Input input
                                ? Columns.one(right, input.index() - left.size())
                                : part);
    }

    /// An expression over the right input, over both.
    static Expression ofBoth(Expression expression, int left) {
        return Trees.map(
                expression,
                part ->
                        part
                                        instanceof
                                        Expression.Input(
                                                int index,
                                                var name,
                                                var type,
                                                var nullable)
                                ? new Expression.Input(index + left, name, type, nullable)
                                : part);
    }

    /// Which of the inputs an expression reads.
    ///
    /// @param left how many columns the left one has
    static Side side(Expression expression, int left) {
        var read = new BitSet();
        Trees.mark(expression, read);
        boolean below = !read.get(0, left).isEmpty();
        boolean above = read.length() > left;
        return below ? above ? Side.BOTH : Side.LEFT : above ? Side.RIGHT : Side.NEITHER;
    }

    /// The conditions that must all be true for this one to be.
    static List<Expression> conjuncts(Expression condition) {
        if (condition instanceof Expression.And(var operands)) {
            return operands.stream().flatMap(each -> conjuncts(each).stream()).toList();
        }
        if (condition instanceof Expression.Or or) {
            var parts = factored(or);
            if (parts.size() > 1) {
                return parts;
            }
        }
        return isTrue(condition) ? List.of() : List.of(plainer(condition));
    }

    /// What all alternatives have in common, which so need not be an alternative: `(a AND b) OR (a
    /// AND c)` is `a AND (b OR c)`.
    private static List<Expression> factored(Expression.Or or) {
        var alternatives = or.operands().stream().map(JoinConditions::conjuncts).toList();
        var common = new ArrayList<Expression>();
        for (var each : alternatives.getFirst()) {
            boolean everywhere =
                    !Trees.canRaise(each)
                            && Trees.isDeterministic(each)
                            && alternatives.stream().allMatch(other -> holds(other, each));
            if (everywhere) {
                common.add(each);
            }
        }
        if (common.isEmpty()) {
            return List.of(or);
        }
        var rest = new ArrayList<Expression>();
        for (var alternative : alternatives) {
            var own = alternative.stream().filter(each -> !holds(common, each)).toList();
            if (own.isEmpty()) {
                return common;
            }
            rest.add(own.size() == 1 ? own.getFirst() : new Expression.And(own));
        }
        common.add(new Expression.Or(rest));
        return common;
    }

    private static boolean holds(List<Expression> all, Expression one) {
        return all.stream().anyMatch(each -> Trees.isSame(each, one));
    }

    /// The same condition in fewer words, where it only matters whether it is true: `x = x` is `x
    /// IS NOT NULL`; that both are NULL or equal is `<=>`.
    private static Expression plainer(Expression condition) {
        if (condition instanceof Expression.Call(var function, var sides, _, _, var position)
                && function.equals("=")
                && sides.get(0).equals(sides.get(1))
                && Trees.isTrivial(sides.get(0))) {
            return Functions.get("isnotnull").call(List.of(sides.get(0)), position);
        }
        if (condition instanceof Expression.Or(var either)
                && either.size() == 2
                && either.get(0) instanceof Expression.And(var nulls)
                && nulls.size() == 2
                && either.get(1) instanceof Expression.Call(var same, var test, _, _, var place)
                && same.equals("<=>")
                && isTrue(test.get(1))
                && test.get(0) instanceof Expression.Call(var equal, var sides, _, _, _)
                && equal.equals("=")
                && isNullOf(nulls.get(0), sides.get(0))
                && isNullOf(nulls.get(1), sides.get(1))) {
            return Functions.get("<=>").call(sides, place);
        }
        return condition;
    }

    private static boolean isNullOf(Expression test, Expression value) {
        return test instanceof Expression.Call(var function, var tested, _, _, _)
                && function.equals("isnull")
                && tested.getFirst().equals(value);
    }

    static boolean isTrue(Expression condition) {
        return condition instanceof Expression.Literal literal
                && Boolean.TRUE.equals(literal.value());
    }

    /// Whether a condition holds for no row, whatever is in it.
    static boolean isNever(Expression condition) {
        return condition instanceof Expression.Literal literal
                && !Boolean.TRUE.equals(literal.value());
    }

    /// One condition of several; none of none.
    static Optional<Expression> all(List<Expression> conditions) {
        return switch (conditions.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(conditions.getFirst());
            default -> Optional.of(new Expression.And(conditions));
        };
    }

    /// What a condition of a join is all in all: its keys as equalities, then the rest.
    static List<Expression> conjuncts(
            List<KeyPair> keys, Optional<Expression> condition, int left) {
        var all = new ArrayList<Expression>();
        for (var key : keys) {
            all.add(equality(key, left));
        }
        condition.ifPresent(rest -> all.addAll(conjuncts(rest)));
        return all;
    }

    private static Expression equality(KeyPair key, int left) {
        return Functions.get(key.nullSafe() ? "<=>" : "=")
                .call(List.of(key.left(), ofBoth(key.right(), left)), Position.NONE);
    }

    /// The columns of both inputs under these names.
    static StructType beside(StructType left, StructType right, List<String> names) {
        return new StructType(
                IntStream.range(0, left.size() + right.size())
                        .mapToObj(i -> {
                            var field =
                                    i < left.size() ? left.field(i) : right.field(i - left.size());
                            return new StructField(
                                    names.get(i), field.dataType(), field.nullable());
                        })
                        .toList());
    }
}
