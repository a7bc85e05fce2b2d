package io.tidemill.expression.compile;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Expression.Call;
import io.tidemill.expression.Expression.Cast;
import io.tidemill.expression.Expression.Literal;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the generated form of calls and casts: first what needs a look at the arguments
/// (constants, decimals, NULL), then the table of [Operations].
final class Calls {
    /// A separator that means itself as a regular expression.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ,;:/_=&#@!%<>'\"~-]+");

    private final Resolver resolver;
    private final DecimalNodes decimals;

    Calls(Resolver resolver, DecimalNodes decimals) {
        this.resolver = resolver;
        this.decimals = decimals;
    }

    /// The functions that are not found by the table alone.
    static final List<String> SPECIAL =
            List.of(
                    "<=>",
                    "isnull",
                    "isnotnull",
                    "in",
                    "like",
                    "concat",
                    "date_trunc",
                    "trunc",
                    "date_format",
                    "greatest",
                    "least",
                    "[]");

    /// The node of a call; empty if only the interpreter knows the function, or these types of it.
    Optional<Node> call(Call call) {
        var arguments = call.arguments();
        return switch (call.function()) {
            case "<=>" -> same(arguments.get(0), arguments.get(1));
            case "isnull" ->
                    Optional.of(new Node.IsNull(resolver.resolve(arguments.get(0)), false));
            case "isnotnull" ->
                    Optional.of(new Node.IsNull(resolver.resolve(arguments.get(0)), true));
            case "isnan" -> orFalse(byTable(call));
            case "in" -> in(arguments);
            case "like" -> like(call);
            case "concat", "||" -> concat(call);
            case "date_trunc", "trunc" -> truncation(call);
            case "date_format" -> format(call);
            case "greatest" -> best(call, ">");
            case "least" -> best(call, "<");
            case "[]" -> element(call);
            default -> {
                var decimal = decimals.call(call);
                yield decimal.isPresent() ? decimal : byTable(call);
            }
        };
    }

    /// The node of a cast; empty if only the interpreter knows it.
    Optional<Node> cast(Cast cast) {
        if (cast.lenient()) {
            return Optional.empty();
        }
        var from = cast.operand().type();
        if (from.equals(cast.type())) {
            return Optional.of(resolver.resolve(cast.operand()));
        }
        if (from instanceof NullType && Kind.of(cast.type()) != Kind.NESTED) {
            return Optional.of(new Node.Null(Kind.of(cast.type())));
        }
        if (from instanceof DecimalType || cast.type() instanceof DecimalType) {
            return decimals.cast(cast);
        }
        var op = Operations.TABLE.get("cast(" + code(from) + code(cast.type()) + ")");
        return op == null
                ? Optional.empty()
                : Optional.of(resolver.apply(op, resolver.resolve(cast.operand())));
    }

    private Optional<Node> byTable(Call call) {
        var key = new StringBuilder(call.function()).append('(');
        call.arguments().forEach(argument -> key.append(code(argument.type())));
        var op = Operations.TABLE.get(key.append(')').toString());
        if (op == null || op.result() != Kind.of(call.type())) {
            return Optional.empty();
        }
        var nodes = resolver.resolveAll(call.arguments());
        return Optional.of(resolver.apply(op, nodes, List.of()));
    }

    private static Optional<Node> orFalse(Optional<Node> condition) {
        return condition.map(node ->
                new Node.Coalesce(
                        List.of(node, new Node.LongConstant(0, Kind.BOOL)),
                        Kind.BOOL,
                        node.size() + 4));
    }

    private Optional<Node> same(Expression left, Expression right) {
        if (left.type() instanceof DecimalType && right.type() instanceof DecimalType) {
            return decimals.same(left, right);
        }
        var op = Operations.TABLE.get("=(" + code(left.type()) + code(right.type()) + ")");
        return op == null
                ? Optional.empty()
                : Optional.of(new Node.Same(resolver.resolve(left), resolver.resolve(right), op));
    }

    /// `IN` over constants: one look into a set.
    private Optional<Node> in(List<Expression> arguments) {
        var type = arguments.get(0).type();
        var kind = Kind.of(type);
        if (type instanceof NullType) {
            return Optional.empty();
        }
        boolean constant =
                arguments.stream()
                        .skip(1)
                        .allMatch(a -> a instanceof Literal && a.type().equals(type));
        if (!constant || (kind != Kind.LONG && kind != Kind.BYTES)) {
            return compareAll(arguments);
        }
        var constants = new ArrayList<Node>();
        boolean unknown = false;
        for (var argument : arguments.subList(1, arguments.size())) {
            var node = resolver.resolve(argument);
            unknown |= node instanceof Node.Null;
            constants.add(node);
        }
        var value = resolver.resolve(arguments.get(0));
        Object set;
        if (kind == Kind.LONG) {
            set =
                    new Sets.Longs(
                            constants.stream()
                                    .filter(Node.LongConstant.class::isInstance)
                                    .mapToLong(node -> ((Node.LongConstant) node).value())
                                    .toArray());
        } else {
            set =
                    new Sets.Strings(
                            arguments.subList(1, arguments.size()).stream()
                                    .flatMap(a -> bytes(((Literal) a).value()).stream())
                                    .toList());
        }
        Node found =
                resolver.apply(
                        Op.of("Sets.contains", Kind.BOOL),
                        List.of(value),
                        List.of(resolver.object(set)));
        // With a NULL among them, what is not found is unknown.
        return Optional.of(
                unknown
                        ? new Node.Or(List.of(found, new Node.Null(Kind.BOOL)), found.size() + 4)
                        : found);
    }

    /// `IN` over anything: one comparison after the other.
    private Optional<Node> compareAll(List<Expression> arguments) {
        var type = arguments.get(0).type();
        var op = Operations.TABLE.get("=(" + code(type) + code(type) + ")");
        if (op == null && type instanceof DecimalType) {
            op = Op.of("Numbers.equal", Kind.BOOL);
        }
        if (op == null
                || arguments.size() > Resolver.MANY
                || arguments.stream().anyMatch(a -> !a.type().equals(type))) {
            return Optional.empty();
        }
        var nodes = resolver.resolveAll(arguments);
        return Optional.of(
                new Node.Member(
                        nodes.getFirst(),
                        nodes.subList(1, nodes.size()),
                        op,
                        4 + 3 * nodes.size() + Resolver.size(nodes)));
    }

    /// `greatest` and `least`.
    private Optional<Node> best(Call call, String comparison) {
        var type = call.type();
        var op = Operations.TABLE.get(comparison + "(" + code(type) + code(type) + ")");
        if (op == null && type instanceof DecimalType) {
            op = Op.of(comparison.equals(">") ? "Numbers.greater" : "Numbers.less", Kind.BOOL);
        }
        if (op == null
                || call.arguments().size() > Resolver.MANY
                || call.arguments().stream().anyMatch(a -> !a.type().equals(type))) {
            return Optional.empty();
        }
        var nodes = resolver.resolveAll(call.arguments());
        return Optional.of(
                new Node.Best(
                        nodes, op, Kind.of(type), 4 + 3 * nodes.size() + Resolver.size(nodes)));
    }

    private Optional<Node> format(Call call) {
        var time = call.arguments().get(0);
        if (!(call.arguments().get(1) instanceof Literal(String pattern, StringType _))) {
            return Optional.empty();
        }
        boolean zoned = time.type() instanceof TimestampType;
        if (!zoned && !(time.type() instanceof TimestampNTZType)) {
            return Optional.empty();
        }
        var op =
                zoned
                        ? Op.of(
                                "TimeTexts.format",
                                Kind.BYTES,
                                Op.Trait.CELL,
                                Op.Trait.ZONE,
                                Op.Trait.RAISES)
                        : Op.of("TimeTexts.format", Kind.BYTES, Op.Trait.CELL, Op.Trait.RAISES);
        return TimeLayout.of(pattern)
                .map(layout ->
                        resolver.apply(
                                op,
                                List.of(resolver.resolve(time)),
                                List.of(resolver.object(layout))));
    }

    /// `split(text, ',')[2]`: the part alone, without making the array.
    private Optional<Node> element(Call call) {
        if (!(call.arguments().get(0) instanceof Call split)
                || !split.function().equals("split")
                || split.arguments().size() != 2
                || !(split.arguments().get(1) instanceof Literal(String separator, StringType _))
                || !PLAIN.matcher(separator).matches()
                || Kind.of(call.arguments().get(1).type()) != Kind.LONG) {
            return Optional.empty();
        }
        var op =
                Op.of(
                        "Texts.splitElement",
                        Kind.BYTES,
                        Op.Trait.CELL,
                        Op.Trait.VIEW,
                        Op.Trait.RAISES);
        return Optional.of(
                resolver.apply(
                        op,
                        resolver.resolve(split.arguments().get(0)),
                        resolver.resolve(split.arguments().get(1)),
                        resolver.resolve(call.arguments().get(1))));
    }

    private Optional<Node> like(Call call) {
        var arguments = call.arguments();
        if (!(arguments.get(1) instanceof Literal(String pattern, StringType _))
                || !(arguments.get(0).type() instanceof StringType)) {
            return Optional.empty();
        }
        char escape = '\\';
        if (arguments.size() == 3) {
            if (!(arguments.get(2) instanceof Literal(String text, StringType _))
                    || text.length() != 1) {
                return Optional.empty();
            }
            escape = text.charAt(0);
        }
        var value = resolver.resolve(arguments.get(0));
        return Like.of(pattern, escape)
                .map(like ->
                        resolver.apply(like.op(), List.of(value), List.of(resolver.object(like))));
    }

    private Optional<Node> concat(Call call) {
        var arguments = call.arguments();
        if (Kind.of(call.type()) != Kind.BYTES
                || arguments.isEmpty()
                || arguments.stream().anyMatch(a -> !a.type().equals(call.type()))) {
            return Optional.empty();
        }
        var op = Op.of("Texts.concat", Kind.BYTES, Op.Trait.CELL);
        Node result = resolver.resolve(arguments.get(0));
        for (var argument : arguments.subList(1, arguments.size())) {
            result = resolver.apply(op, result, resolver.resolve(argument));
        }
        return Optional.of(result);
    }

    private Optional<Node> truncation(Call call) {
        boolean unitFirst = call.function().equals("date_trunc");
        if (call.arguments().size() != 2
                || !(call.arguments().get(unitFirst ? 0 : 1)
                        instanceof Literal(String unit, StringType _))) {
            return Optional.empty();
        }
        var operand = call.arguments().get(unitFirst ? 1 : 0);
        var op = Operations.truncation(unit, code(operand.type()), unitFirst);
        return op.map(found -> resolver.apply(found, resolver.resolve(operand)));
    }

    private static Optional<byte[]> bytes(@Nullable Object value) {
        return switch (value) {
            case String text -> Optional.of(text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> Optional.of(bytes);
            case null, default -> Optional.empty();
        };
    }

    /// A type as one letter of a key of the table.
    static char code(DataType type) {
        return switch (type) {
            case BooleanType _ -> 'B';
            case ByteType _ -> 'b';
            case ShortType _ -> 's';
            case IntegerType _ -> 'i';
            case LongType _ -> 'l';
            case FloatType _ -> 'f';
            case DoubleType _ -> 'd';
            case DecimalType _ -> 'M';
            case StringType _ -> 'S';
            case BinaryType _ -> 'X';
            case DateType _ -> 'D';
            case TimestampType _ -> 'T';
            case TimestampNTZType _ -> 'N';
            case DayTimeIntervalType _ -> 'I';
            case YearMonthIntervalType _ -> 'Y';
            case NullType _, ArrayType _, MapType _, StructType _ -> '?';
        };
    }
}
