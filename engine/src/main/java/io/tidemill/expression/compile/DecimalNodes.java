package io.tidemill.expression.compile;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Expression.Call;
import io.tidemill.expression.Expression.Cast;
import io.tidemill.expression.Expression.Literal;
import io.tidemill.expression.compile.Op.Trait;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// Arithmetic on decimals. Follows how many digits a value can really have, which is often fewer
/// than its type allows: then one `long` is enough, no check is needed, or both.
///
/// `0.908 * price`, say, is a decimal(24,3) for Spark; here it is one multiplication of 64 by 64
/// bits.
final class DecimalNodes {
    private static final int LONG_DIGITS = 18;
    private static final int WIDE_DIGITS = 38;

    private static final Op ADD = Op.of("Decimals.add", Kind.LONG, Trait.CHEAP);
    private static final Op SUBTRACT = Op.of("Decimals.subtract", Kind.LONG, Trait.CHEAP);
    private static final Op TIMES = Op.of("Decimals.times", Kind.LONG, Trait.CHEAP);
    private static final Op NEGATE = Op.of("Decimals.negate", Kind.LONG, Trait.CHEAP);
    private static final Op WIDE_ADD = Op.of("Decimals.sum", Kind.WIDE, Trait.CHEAP);
    private static final Op WIDE_SUBTRACT = Op.of("Decimals.difference", Kind.WIDE, Trait.CHEAP);
    private static final Op WIDE_TIMES = Op.of("Decimals.product", Kind.WIDE, Trait.CHEAP);
    private static final Op WIDE_NEGATE = Op.of("Decimals.minus", Kind.WIDE, Trait.CHEAP);
    private static final Op EXACT_ADD = cell("Decimals.addExact");
    private static final Op EXACT_SUBTRACT = cell("Decimals.subtractExact");
    private static final Op EXACT_TIMES = cell("Decimals.timesExact");
    private static final Op CHECK = Op.of("Decimals.check", Kind.LONG, Trait.RAISES);
    private static final Op WIDE_CHECK = cell("Decimals.checkWide");
    private static final Op ROUND = Op.of("Decimals.round", Kind.LONG);
    private static final Op WIDE_ROUND = cell("Decimals.roundWide");
    private static final Op NARROW = Op.of("Decimals.low", Kind.LONG, Trait.CHEAP);
    private static final Op TRUNCATE = Op.of("Decimals.truncate", Kind.LONG);
    private static final Op WIDE_TRUNCATE = Op.of("Decimals.truncateWide", Kind.LONG, Trait.RAISES);
    private static final Op COMPARE = Op.of("Decimals.compare", Kind.LONG);
    private static final Op TO_DOUBLE = Op.of("Decimals.toDouble", Kind.DOUBLE);

    private static final Map<String, String> COMPARISONS =
            Map.of(
                    "=",
                    "equal",
                    "==",
                    "equal",
                    "<>",
                    "unequal",
                    "!=",
                    "unequal",
                    "<",
                    "less",
                    "<=",
                    "lessOrEqual",
                    ">",
                    "greater",
                    ">=",
                    "greaterOrEqual");

    private final Resolver resolver;

    DecimalNodes(Resolver resolver) {
        this.resolver = resolver;
    }

    private static Op cell(String method) {
        return Op.of(method, Kind.WIDE, Trait.RAISES, Trait.CELL);
    }

    /// A decimal or whole number.
    ///
    /// @param node of kind LONG if it is known to fit one long, else WIDE
    /// @param digits the unscaled value is less than 10 to the power of this
    /// @param scale digits behind the point
    record Amount(Node node, int digits, int scale) {
        boolean fitsLong() {
            return node.kind() == Kind.LONG;
        }
    }

    /// A call whose operands or result are decimals; empty if there is no method for it.
    Optional<Node> call(Call call) {
        if (call.arguments().size() == 2
                && COMPARISONS.containsKey(call.function())
                && call.arguments().stream().allMatch(a -> a.type() instanceof DecimalType)) {
            var left = number(call.arguments().get(0));
            var right = number(call.arguments().get(1));
            return Optional.of(compare(COMPARISONS.get(call.function()), left, right));
        }
        if (call.type() instanceof DecimalType type) {
            return arithmetic(call).map(n -> as(n, type));
        }
        return Optional.empty();
    }

    /// `<=>` of two decimals.
    Optional<Node> same(Expression left, Expression right) {
        var a = number(left);
        var b = number(right);
        int scale = Math.max(a.scale, b.scale);
        if (a.digits + scale - a.scale > WIDE_DIGITS || b.digits + scale - b.scale > WIDE_DIGITS) {
            return Optional.empty();
        }
        var x = scaled(a, scale);
        var y = scaled(b, scale);
        boolean narrow = x.fitsLong() && y.fitsLong();
        return Optional.of(
                new Node.Same(
                        narrow ? x.node : wide(x),
                        narrow ? y.node : wide(y),
                        Op.of("Numbers.equal", Kind.BOOL)));
    }

    /// A cast from or to a decimal; empty if there is no method for it.
    Optional<Node> cast(Cast cast) {
        var from = cast.operand().type();
        if (cast.lenient() || !isNumber(from)) {
            return Optional.empty();
        }
        return switch (cast.type()) {
            case DecimalType to -> Optional.of(as(castTo(cast.operand(), to), to));
            case ByteType _ -> Optional.of(whole(cast.operand(), "Numbers.toByte"));
            case ShortType _ -> Optional.of(whole(cast.operand(), "Numbers.toShort"));
            case IntegerType _ -> Optional.of(whole(cast.operand(), "Numbers.toInt"));
            case LongType _ -> Optional.of(whole(cast.operand(), ""));
            case DoubleType _ -> toDouble(number(cast.operand()));
            default -> Optional.empty();
        };
    }

    private Node whole(Expression operand, String check) {
        var number = number(operand);
        Node node;
        if (number.fitsLong()) {
            node =
                    number.scale == 0
                            ? number.node
                            : resolver.apply(TRUNCATE, number.node, power(number.scale));
        } else {
            node = resolver.apply(WIDE_TRUNCATE, number.node, longs(number.scale));
        }
        return check.isEmpty() ? node : resolver.apply(Op.of(check, Kind.LONG, Trait.RAISES), node);
    }

    private Optional<Node> toDouble(Amount number) {
        // Both numbers are exact as doubles, so the quotient is rounded once.
        return number.fitsLong() && number.digits <= 15 && number.scale <= 22
                ? Optional.of(
                        resolver.apply(
                                TO_DOUBLE,
                                number.node,
                                new Node.DoubleConstant(Math.pow(10, number.scale))))
                : Optional.empty();
    }

    /// The number that `expression` is, perhaps narrower than its type.
    Amount number(Expression expression) {
        var type = expression.type();
        if (expression instanceof Literal(var value, DecimalType decimal)
                && value instanceof BigDecimal given) {
            var unscaled = given.setScale(decimal.scale()).unscaledValue();
            if (unscaled.bitLength() < 64) {
                int digits = unscaled.signum() == 0 ? 1 : unscaled.abs().toString().length();
                return new Amount(longs(unscaled.longValue()), digits, decimal.scale());
            }
        }
        if (expression instanceof Cast cast
                && !cast.lenient()
                && cast.type() instanceof DecimalType to
                && isNumber(cast.operand().type())) {
            return castTo(cast.operand(), to);
        }
        if (expression instanceof Call call && type instanceof DecimalType) {
            var number = arithmetic(call);
            if (number.isPresent()) {
                return number.get();
            }
        }
        int scale = type instanceof DecimalType decimal ? decimal.scale() : 0;
        return new Amount(resolver.resolve(expression), digits(type), scale);
    }

    private Amount castTo(Expression operand, DecimalType to) {
        var from = number(operand);
        var scaled = scaled(from, to.scale());
        return checked(scaled, to.precision());
    }

    private Optional<Amount> arithmetic(Call call) {
        if (!(call.type() instanceof DecimalType type)
                || call.arguments().stream().anyMatch(a -> !(a.type() instanceof DecimalType))) {
            return Optional.empty();
        }
        var arguments = call.arguments();
        boolean negation =
                arguments.size() == 1
                        && (call.function().equals("negative") || call.function().equals("-"));
        if (negation) {
            var number = number(arguments.get(0));
            // The least bigint has no counterpart.
            boolean narrow = number.fitsLong() && number.digits <= LONG_DIGITS;
            var node =
                    narrow
                            ? resolver.apply(NEGATE, number.node)
                            : resolver.apply(WIDE_NEGATE, wide(number));
            return Optional.of(new Amount(node, number.digits, number.scale));
        }
        if (arguments.size() != 2) {
            return Optional.empty();
        }
        var leftType = (DecimalType) arguments.get(0).type();
        var rightType = (DecimalType) arguments.get(1).type();
        // Where digits behind the point are given up, the interpreter rounds.
        var function = call.function();
        boolean summed = type.scale() == Math.max(leftType.scale(), rightType.scale());
        if ((function.equals("+") || function.equals("-")) && summed) {
            return Optional.of(
                    sum(
                            number(arguments.get(0)),
                            number(arguments.get(1)),
                            type,
                            function.equals("+")));
        }
        return function.equals("*") && type.scale() == leftType.scale() + rightType.scale()
                ? Optional.of(product(number(arguments.get(0)), number(arguments.get(1)), type))
                : Optional.empty();
    }

    private Amount sum(Amount left, Amount right, DecimalType type, boolean plus) {
        var a = scaled(left, type.scale());
        var b = scaled(right, type.scale());
        int digits = Math.max(a.digits, b.digits) + 1;
        if (a.fitsLong() && b.fitsLong() && digits <= LONG_DIGITS + 1) {
            var node = resolver.apply(plus ? ADD : SUBTRACT, a.node, b.node);
            return checked(new Amount(node, digits, type.scale()), type.precision());
        }
        if (digits <= WIDE_DIGITS) {
            var node = resolver.apply(plus ? WIDE_ADD : WIDE_SUBTRACT, wide(a), wide(b));
            return checked(new Amount(node, digits, type.scale()), type.precision());
        }
        var node =
                resolver.apply(
                        plus ? EXACT_ADD : EXACT_SUBTRACT,
                        wide(a),
                        wide(b),
                        longs(type.precision()));
        return new Amount(node, type.precision(), type.scale());
    }

    private Amount product(Amount a, Amount b, DecimalType type) {
        int digits = a.digits + b.digits;
        if (a.fitsLong() && b.fitsLong() && digits <= LONG_DIGITS) {
            return checked(
                    new Amount(resolver.apply(TIMES, a.node, b.node), digits, type.scale()),
                    type.precision());
        }
        if (digits <= WIDE_DIGITS) {
            boolean narrow = a.fitsLong() && b.fitsLong();
            var node =
                    narrow
                            ? resolver.apply(WIDE_TIMES, a.node, b.node)
                            : resolver.apply(WIDE_TIMES, wide(a), wide(b));
            return checked(new Amount(node, digits, type.scale()), type.precision());
        }
        var node = resolver.apply(EXACT_TIMES, wide(a), wide(b), longs(type.precision()));
        return new Amount(node, type.precision(), type.scale());
    }

    private Node compare(String comparison, Amount left, Amount right) {
        int scale = Math.max(left.scale, right.scale);
        if (left.digits + scale - left.scale > WIDE_DIGITS
                || right.digits + scale - right.scale > WIDE_DIGITS) {
            var order =
                    resolver.apply(
                            COMPARE,
                            wide(left),
                            longs(left.scale),
                            wide(right),
                            longs(right.scale));
            return resolver.apply(
                    Op.of("Numbers." + comparison, Kind.BOOL, Trait.CHEAP), order, longs(0));
        }
        var a = scaled(left, scale);
        var b = scaled(right, scale);
        boolean narrow = a.fitsLong() && b.fitsLong();
        return resolver.apply(
                Op.of("Numbers." + comparison, Kind.BOOL, Trait.CHEAP),
                narrow ? a.node : wide(a),
                narrow ? b.node : wide(b));
    }

    /// The number with `scale` digits behind the point, rounded half up if that is fewer.
    private Amount scaled(Amount number, int scale) {
        int more = scale - number.scale;
        if (more == 0) {
            return number;
        }
        if (more < 0) {
            int digits = Math.max(1, number.digits + more + 1);
            var node =
                    number.fitsLong() && -more <= LONG_DIGITS
                            ? resolver.apply(ROUND, number.node, power(-more))
                            : resolver.apply(WIDE_ROUND, wide(number), longs(-more));
            return new Amount(node, digits, scale);
        }
        int digits = number.digits + more;
        if (number.fitsLong() && digits <= LONG_DIGITS) {
            return new Amount(resolver.apply(TIMES, number.node, power(more)), digits, scale);
        }
        if (digits <= WIDE_DIGITS && more <= LONG_DIGITS) {
            var node =
                    number.fitsLong()
                            ? resolver.apply(WIDE_TIMES, number.node, power(more))
                            : resolver.apply(WIDE_TIMES, number.node, wide(power(more)));
            return new Amount(node, digits, scale);
        }
        var factor = BigDecimal.TEN.pow(more).toBigInteger();
        var node =
                resolver.apply(
                        EXACT_TIMES,
                        wide(number),
                        new Node.WideConstant(
                                factor.shiftRight(64).longValue(), factor.longValue()),
                        longs(WIDE_DIGITS));
        return new Amount(node, WIDE_DIGITS, scale);
    }

    /// The number, checked to have no more than `precision` digits where it could have more.
    private Amount checked(Amount number, int precision) {
        if (number.digits <= precision) {
            return number;
        }
        if (number.fitsLong()) {
            if (precision > LONG_DIGITS) {
                return number;
            }
            return new Amount(
                    resolver.apply(CHECK, number.node, power(precision)), precision, number.scale);
        }
        var node = resolver.apply(WIDE_CHECK, number.node, longs(precision));
        return new Amount(node, precision, number.scale);
    }

    /// The number in the form that values of `type` have.
    private Node as(Amount number, DecimalType type) {
        if (!type.fitsLong()) {
            return wide(number);
        }
        return number.fitsLong() ? number.node : resolver.apply(NARROW, number.node);
    }

    private static Node wide(Amount number) {
        return number.fitsLong() ? wide(number.node) : number.node;
    }

    private static Node wide(Node node) {
        return node instanceof Node.LongConstant(var value, _)
                ? new Node.WideConstant(value >> 63, value)
                : new Node.Widen(node);
    }

    private static Node longs(long value) {
        return new Node.LongConstant(value, Kind.LONG);
    }

    private static Node power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return longs(power);
    }

    static boolean isNumber(DataType type) {
        return type instanceof DecimalType || digits(type) > 0;
    }

    /// How many digits a number of `type` has at most; 0 if it is not a whole number or decimal.
    private static int digits(DataType type) {
        return switch (type) {
            case ByteType _ -> 3;
            case ShortType _ -> 5;
            case IntegerType _ -> 10;
            case LongType _ -> 19;
            case DecimalType decimal -> decimal.precision();
            default -> 0;
        };
    }
}
