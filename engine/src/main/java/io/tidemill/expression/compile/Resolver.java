package io.tidemill.expression.compile;

import io.tidemill.data.Boxes;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Expression.And;
import io.tidemill.expression.Expression.Branch;
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
import io.tidemill.expression.compile.Node.Apply;
import io.tidemill.expression.compile.Node.ObjectConstant;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.StringType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns expressions into [Node]s: finds the method for every operation, numbers columns and
/// constants, and marks what only the interpreter can do.
///
/// Once for the input without NULLs, where flags and jumps fall away, and once for the input with.
final class Resolver {
    /// More operands than this are nested, so that parts can be cut out.
    static final int MANY = 16;

    private final boolean nulls;
    private final int partSize;
    private final Calls calls;
    private final DecimalNodes decimals;
    private final Map<List<Integer>, Integer> leaves = new HashMap<>();
    private final List<List<Integer>> paths = new ArrayList<>();
    private final List<Object> constants = new ArrayList<>();
    private final List<Node.Part> parts = new ArrayList<>();
    private final List<Interpreted> asked = new ArrayList<>();

    /// @param nulls whether the columns read may hold NULLs
    /// @param partSize how many nodes a method may have
    Resolver(boolean nulls, int partSize) {
        this.nulls = nulls;
        this.partSize = partSize;
        decimals = new DecimalNodes(this);
        calls = new Calls(this, decimals);
    }

    /// The columns that leaves stand for: the index of an input column, then of fields inside.
    List<List<Integer>> paths() {
        return paths;
    }

    /// What stands in the kernel's constants.
    List<Object> constants() {
        return constants;
    }

    List<Node.Part> parts() {
        return parts;
    }

    /// What the interpreter is asked for.
    List<Interpreted> asked() {
        return asked;
    }

    /// The node of an expression that is to be computed in a loop of its own.
    Node root(Expression expression) {
        return cut(resolve(expression), partSize);
    }

    Node resolve(Expression expression) {
        return switch (expression) {
            case Literal literal -> literal(literal);
            case Input _, Field _ ->
                    path(expression)
                            .<Node>map(p -> leaf(p, expression))
                            .orElseGet(() -> ask(expression));
            case And and -> logic(and.operands(), true);
            case Or or -> logic(or.operands(), false);
            case Case choice -> choose(choice);
            case Coalesce coalesce -> first(coalesce);
            case Cast cast -> calls.cast(cast).orElseGet(() -> ask(cast));
            case Call call -> calls.call(call).orElseGet(() -> ask(call));
            case Parameter _, Lambda _, UserCall _ -> ask(expression);
        };
    }

    /// The nodes of expressions, in their order.
    List<Node> resolveAll(List<Expression> expressions) {
        var nodes = new ArrayList<Node>(expressions.size());
        for (var expression : expressions) {
            nodes.add(resolve(expression));
        }
        return nodes;
    }

    /// The interpreter's node for an expression.
    Node ask(Expression expression) {
        var interpreted = new Interpreted(expression);
        asked.add(interpreted);
        return new Node.Ask(
                constant(interpreted), Kind.of(expression.type()), expression.nullable() || nulls);
    }

    /// A place for an object among the constants.
    int constant(Object object) {
        constants.add(object);
        return constants.size() - 1;
    }

    ObjectConstant object(Object object) {
        return new ObjectConstant(constant(object), object.getClass().descriptorString());
    }

    Apply apply(Op op, Node... arguments) {
        return apply(op, List.of(arguments), List.of());
    }

    Apply apply(Op op, List<Node> arguments, List<ObjectConstant> objects) {
        int cell = op.is(Op.Trait.CELL) ? constant(new Cell()) : -1;
        int size = 2 + arguments.stream().mapToInt(Node::size).sum() + objects.size();
        return new Apply(op, arguments, objects, cell, size);
    }

    Node bytes(byte[] bytes) {
        return new Node.BytesConstant(constant(bytes));
    }

    private Node literal(Literal literal) {
        var type = literal.type();
        var kind = Kind.of(type);
        var value = literal.value();
        if (value == null) {
            return kind == Kind.NESTED ? ask(literal) : new Node.Null(kind);
        }
        return switch (kind) {
            case BOOL, LONG -> new Node.LongConstant(Boxes.toLong(type, value), kind);
            case DOUBLE -> new Node.DoubleConstant(((Number) value).doubleValue());
            case WIDE -> {
                var unscaled =
                        ((BigDecimal) value).setScale(((DecimalType) type).scale()).unscaledValue();
                yield new Node.WideConstant(
                        unscaled.shiftRight(64).longValue(), unscaled.longValue());
            }
            case BYTES ->
                    bytes(
                            type instanceof StringType
                                    ? ((String) value).getBytes(StandardCharsets.UTF_8)
                                    : (byte[]) value);
            case NESTED -> ask(literal);
        };
    }

    /// Where an expression that only reads a column, or a field in one, finds it.
    static Optional<List<Integer>> path(Expression expression) {
        return switch (expression) {
            case Input input -> Optional.of(List.of(input.index()));
            case Field field ->
                    path(field.struct())
                            .map(path -> {
                                var longer = new ArrayList<>(path);
                                longer.add(field.index());
                                return List.copyOf(longer);
                            });
            case Literal _,
                    Parameter _,
                    Call _,
                    UserCall _,
                    Cast _,
                    And _,
                    Or _,
                    Case _,
                    Coalesce _,
                    Lambda _ ->
                    Optional.empty();
        };
    }

    private Node leaf(List<Integer> path, Expression expression) {
        int id =
                leaves.computeIfAbsent(
                        path,
                        p -> {
                            paths.add(p);
                            return paths.size() - 1;
                        });
        return new Node.Leaf(id, Kind.of(expression.type()), nulls);
    }

    private Node logic(List<Expression> operands, boolean and) {
        if (operands.size() > MANY) {
            var head = operands.subList(0, MANY - 1);
            var rest = operands.subList(MANY - 1, operands.size());
            var nested = new ArrayList<>(head);
            nested.add(and ? new And(rest) : new Or(rest));
            return logic(nested, and);
        }
        var nodes = resolveAll(operands);
        int size = 4 + nodes.stream().mapToInt(n -> n.size() + 1).sum();
        return and ? new Node.And(nodes, size) : new Node.Or(nodes, size);
    }

    private Node choose(Case choice) {
        var kind = Kind.of(choice.type());
        if (kind == Kind.NESTED) {
            return ask(choice);
        }
        var branches = choice.branches();
        var otherwise = choice.otherwise();
        if (branches.size() > MANY) {
            otherwise = new Case(branches.subList(MANY, branches.size()), otherwise, choice.type());
            branches = branches.subList(0, MANY);
        }
        var whens = branches.stream().map(this::when).toList();
        var last = resolve(otherwise);
        int size =
                4
                        + last.size()
                        + whens.stream()
                                .mapToInt(w -> w.condition().size() + w.value().size() + 2)
                                .sum();
        return new Node.Case(whens, last, kind, size);
    }

    private Node.When when(Branch branch) {
        return new Node.When(resolve(branch.condition()), resolve(branch.value()));
    }

    private Node first(Coalesce coalesce) {
        var kind = Kind.of(coalesce.type());
        if (kind == Kind.NESTED) {
            return ask(coalesce);
        }
        var operands = coalesce.operands();
        if (operands.size() > MANY) {
            var nested = new ArrayList<>(operands.subList(0, MANY - 1));
            nested.add(new Coalesce(operands.subList(MANY - 1, operands.size()), coalesce.type()));
            operands = nested;
        }
        var nodes = resolveAll(operands);
        int size = 4 + nodes.stream().mapToInt(n -> n.size() + 1).sum();
        return new Node.Coalesce(nodes, kind, size);
    }

    /// Moves what is too much for one method into parts: `node` as a tree of at most about `room`.
    private Node cut(Node node, int room) {
        if (node.size() <= room) {
            return node;
        }
        var small = mapChildren(node, child -> part(child, room));
        return small.size() <= room ? small : part(small);
    }

    private Node part(Node child, int room) {
        var small = cut(child, room);
        return small.size() > Math.max(8, room / (2 * MANY)) ? part(small) : small;
    }

    private Node part(Node body) {
        if (body instanceof Node.Part || body.kind() == Kind.NESTED) {
            return body;
        }
        var part = new Node.Part(parts.size(), body, constant(new Cell()));
        parts.add(part);
        return part;
    }

    private static Node mapChildren(Node node, java.util.function.UnaryOperator<Node> change) {
        return switch (node) {
            case Node.Apply(var op, var arguments, var objects, var cell, _) -> {
                var changed = arguments.stream().map(change).toList();
                int size = 2 + changed.stream().mapToInt(Node::size).sum() + objects.size();
                yield new Apply(op, changed, objects, cell, size);
            }
            case Node.Widen(var operand) -> new Node.Widen(change.apply(operand));
            case Node.And(var operands, _) -> {
                var changed = operands.stream().map(change).toList();
                yield new Node.And(changed, 4 + size(changed));
            }
            case Node.Or(var operands, _) -> {
                var changed = operands.stream().map(change).toList();
                yield new Node.Or(changed, 4 + size(changed));
            }
            case Node.Case(var whens, var otherwise, var kind, _) -> {
                var changed =
                        whens.stream()
                                .map(w ->
                                        new Node.When(
                                                change.apply(w.condition()),
                                                change.apply(w.value())))
                                .toList();
                var last = change.apply(otherwise);
                int size = 4 + last.size();
                for (var when : changed) {
                    size += when.condition().size() + when.value().size() + 2;
                }
                yield new Node.Case(changed, last, kind, size);
            }
            case Node.Coalesce(var operands, var kind, _) -> {
                var changed = operands.stream().map(change).toList();
                yield new Node.Coalesce(changed, kind, 4 + size(changed));
            }
            case Node.IsNull(var operand, var negated) ->
                    new Node.IsNull(change.apply(operand), negated);
            case Node.Same(var left, var right, var equal) ->
                    new Node.Same(change.apply(left), change.apply(right), equal);
            case Node.Member(var value, var others, var equal, _) -> {
                var first = change.apply(value);
                var changed = others.stream().map(change).toList();
                yield new Node.Member(first, changed, equal, first.size() + 4 + size(changed));
            }
            case Node.Best(var operands, var better, var kind, _) -> {
                var changed = operands.stream().map(change).toList();
                yield new Node.Best(changed, better, kind, 4 + size(changed));
            }
            case Node.Leaf _, Node.Constant _, Node.Ask _, Node.Part _ -> node;
        };
    }

    static int size(List<Node> nodes) {
        return nodes.stream().mapToInt(n -> n.size() + 1).sum();
    }
}
