package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.PlanNode.JoinType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The columns of which a join's result holds at most one row at a time, where its inputs say so.
final class JoinKeys {
    private JoinKeys() {}

    /// @param columns of the result
    /// @param vanishing whether a row may go without another one of its key coming
    record Key(List<Integer> columns, boolean vanishing) {}

    /// The join with structs of times that are never NULL, such as windows, compared field by
    /// field: so their times are known, and keys are numbers.
    static PlanNode.Join split(PlanNode.Join join) {
        var keys = new ArrayList<KeyPair>();
        for (var key : join.keys()) {
            if (key.left().type() instanceof StructType struct
                    && isOfTimes(join.left(), key.left(), struct)
                    && isOfTimes(join.right(), key.right(), struct)) {
                for (int i = 0; i < struct.size(); i++) {
                    keys.add(
                            new KeyPair(
                                    field(key.left(), struct, i),
                                    field(key.right(), struct, i),
                                    key.nullSafe()));
                }
            } else {
                keys.add(key);
            }
        }
        return new PlanNode.Join(
                join.left(), join.right(), join.type(), keys, join.condition(), join.schema());
    }

    private static boolean isOfTimes(PlanNode node, Expression value, StructType struct) {
        return !struct.fieldList().isEmpty()
                && struct.fieldList().stream()
                        .allMatch(field ->
                                field.dataType() instanceof TimestampType
                                        || field.dataType() instanceof TimestampNTZType)
                && (struct.fieldList().stream().noneMatch(StructField::nullable)
                        || isMadeOfValues(node, value));
    }

    /// Whether it is a struct that a projection makes of fields that are never NULL.
    private static boolean isMadeOfValues(PlanNode node, Expression value) {
        return switch (value) {
            case Expression.Call call when call.function().equals("named_struct") ->
                    IntStream.range(0, call.arguments().size())
                            .filter(i -> i % 2 == 1)
                            .noneMatch(i -> call.arguments().get(i).nullable());
            case Expression.Input input ->
                    switch (node) {
                        case PlanNode.Filter filter -> isMadeOfValues(filter.input(), value);
                        case PlanNode.TimeToLive hint -> isMadeOfValues(hint.input(), value);
                        case PlanNode.Project project ->
                                isMadeOfValues(
                                        project.input(), project.expressions().get(input.index()));
                        default -> false;
                    };
            default -> false;
        };
    }

    private static Expression field(Expression value, StructType struct, int index) {
        var field = struct.field(index);
        return new Expression.Field(value, index, field.name(), field.dataType(), value.nullable());
    }

    static Optional<Key> of(PlanNode.Join join, Edge left, Edge right) {
        boolean leftKeyed = left.kind() == Edge.Kind.UPSERT;
        boolean rightKeyed = right.kind() == Edge.Kind.UPSERT;
        if (join.type() == JoinType.LEFT_SEMI || join.type() == JoinType.LEFT_ANTI) {
            return leftKeyed ? Optional.of(new Key(left.key(), true)) : Optional.empty();
        }
        int columns = join.left().schema().size();
        boolean oneRight = rightKeyed && covers(join.keys(), KeyPair::right, right.key());
        boolean oneLeft = leftKeyed && covers(join.keys(), KeyPair::left, left.key());
        // With at most one partner the key of one side is enough, unless rows of the other side
        // come out alone.
        if (leftKeyed && oneRight && !padsRight(join.type())) {
            boolean stays = join.type() == JoinType.LEFT;
            return Optional.of(new Key(left.key(), !stays || left.vanishing()));
        }
        var ofRight = right.key().stream().map(column -> columns + column).toList();
        if (rightKeyed && oneLeft && !padsLeft(join.type())) {
            boolean stays = join.type() == JoinType.RIGHT;
            return Optional.of(new Key(ofRight, !stays || right.vanishing()));
        }
        if (!leftKeyed || !rightKeyed) {
            return Optional.empty();
        }
        var both = new ArrayList<>(left.key());
        both.addAll(ofRight);
        return Optional.of(new Key(both, true));
    }

    private static boolean padsLeft(JoinType type) {
        return type == JoinType.LEFT || type == JoinType.FULL;
    }

    private static boolean padsRight(JoinType type) {
        return type == JoinType.RIGHT || type == JoinType.FULL;
    }

    /// Whether every column of a key is compared: then at most one row is equal.
    private static boolean covers(
            List<KeyPair> pairs, Function<KeyPair, Expression> side, List<Integer> key) {
        return pairs.stream()
                .map(side)
                .filter(Expression.Input.class::isInstance)
                .map(expression -> ((Expression.Input) expression).index())
                .toList()
                .containsAll(key);
    }
}
