package io.tidemill.expression.function;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.NumberCasts;
import io.tidemill.expression.QueryErrors;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// `+ - * / % div` on two numbers, ANSI mode.
///
/// Both operands have the result's type, but for decimals, whose operands have types of their own.
/// Whole numbers that leave their range raise, decimals are rounded half up to the result's digits
/// and raise when they do not fit, floating numbers follow IEEE 754 except that division by zero
/// raises.
final class Arithmetic {
    /// More digits than any result keeps, so that rounding twice changes nothing that shows.
    private static final int QUOTIENT_SCALE = 39;

    private Arithmetic() {}

    /// One of the operations, on each kind of number.
    enum Operation {
        ADD("+", "try_add"),
        SUBTRACT("-", "try_subtract"),
        MULTIPLY("*", "try_multiply"),
        DIVIDE("/", "try_divide"),
        REMAINDER("%", "try_mod"),
        POSITIVE_REMAINDER("pmod", "try_mod");

        private final String symbol;
        private final String lenientName;

        Operation(String symbol, String lenientName) {
            this.symbol = symbol;
            this.lenientName = lenientName;
        }

        String symbol() {
            return symbol;
        }

        String lenientName() {
            return lenientName;
        }
    }

    /// @param type of the result
    /// @throws TidemillException ARITHMETIC_OVERFLOW, BINARY_ARITHMETIC_OVERFLOW, DIVIDE_BY_ZERO,
    ///   REMAINDER_BY_ZERO or NUMERIC_VALUE_OUT_OF_RANGE
    static Object apply(Operation operation, Object left, Object right, DataType type) {
        return switch (type) {
            case DecimalType decimal ->
                    NumberCasts.fit(
                            exact(operation, (BigDecimal) left, (BigDecimal) right), decimal);
            case DoubleType _ -> floating(operation, (Double) left, (Double) right);
            case FloatType _ -> (float) floating(operation, (Float) left, (Float) right);
            case LongType _, IntegerType _, ShortType _, ByteType _ ->
                    whole(operation, (Number) left, (Number) right, type);
            default -> throw new IllegalStateException("no arithmetic on " + type.sql());
        };
    }

    private static Object whole(Operation operation, Number left, Number right, DataType type) {
        long a = left.longValue();
        long b = right.longValue();
        try {
            long result =
                    switch (operation) {
                        case ADD -> Math.addExact(a, b);
                        case SUBTRACT -> Math.subtractExact(a, b);
                        case MULTIPLY -> Math.multiplyExact(a, b);
                        case DIVIDE -> a / nonZero(b, QueryErrors.divideByZero());
                        case REMAINDER -> a % nonZero(b, QueryErrors.remainderByZero());
                        case POSITIVE_REMAINDER -> {
                            long rest = a % nonZero(b, QueryErrors.remainderByZero());
                            yield rest < 0 ? (rest + b) % b : rest;
                        }
                    };
            return narrow(operation, left, right, result, type);
        } catch (ArithmeticException _) {
            throw QueryErrors.overflow("long", operation.lenientName());
        }
    }

    private static Object narrow(
            Operation operation, Number left, Number right, long result, DataType type) {
        return switch (type) {
            case LongType _ -> result;
            case IntegerType _ -> {
                if (result != (int) result) {
                    throw QueryErrors.overflow("integer", operation.lenientName());
                }
                yield (int) result;
            }
            case ShortType _ when result == (short) result -> (short) result;
            case ByteType _ when result == (byte) result -> (byte) result;
            default ->
                    throw QueryErrors.smallOverflow(
                            left, operation.symbol(), right, type, operation.lenientName());
        };
    }

    private static long nonZero(long divisor, TidemillException error) {
        if (divisor == 0) {
            throw error;
        }
        return divisor;
    }

    private static double floating(Operation operation, double a, double b) {
        return switch (operation) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> {
                if (b == 0) {
                    throw QueryErrors.divideByZero();
                }
                yield a / b;
            }
            case REMAINDER -> {
                if (b == 0) {
                    throw QueryErrors.remainderByZero();
                }
                yield a % b;
            }
            case POSITIVE_REMAINDER -> {
                if (b == 0) {
                    throw QueryErrors.remainderByZero();
                }
                double rest = a % b;
                yield rest < 0 ? (rest + b) % b : rest;
            }
        };
    }

    private static BigDecimal exact(Operation operation, BigDecimal a, BigDecimal b) {
        return switch (operation) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIVIDE -> {
                if (b.signum() == 0) {
                    throw QueryErrors.divideByZero();
                }
                yield a.divide(b, QUOTIENT_SCALE, RoundingMode.HALF_UP);
            }
            case REMAINDER -> {
                if (b.signum() == 0) {
                    throw QueryErrors.remainderByZero();
                }
                yield a.remainder(b);
            }
            case POSITIVE_REMAINDER -> {
                if (b.signum() == 0) {
                    throw QueryErrors.remainderByZero();
                }
                var rest = a.remainder(b);
                yield rest.signum() < 0 ? rest.add(b).remainder(b) : rest;
            }
        };
    }

    /// `left div right`: the whole part of a quotient as a bigint.
    static Object wholeQuotient(Object left, Object right) {
        if (left instanceof BigDecimal a) {
            var b = (BigDecimal) right;
            if (b.signum() == 0) {
                throw QueryErrors.divideByZero();
            }
            var quotient = a.divideToIntegralValue(b).toBigInteger();
            if (quotient.bitLength() > 63) {
                throw QueryErrors.overflow("long", "");
            }
            return quotient.longValue();
        }
        long a = ((Number) left).longValue();
        long b = nonZero(((Number) right).longValue(), QueryErrors.divideByZero());
        if (a == Long.MIN_VALUE && b == -1) {
            throw QueryErrors.overflow("Overflow in integral divide, long", "try_divide");
        }
        return a / b;
    }

    /// `-value`.
    static Object negate(Object value) {
        return switch (value) {
            case Byte b when b == Byte.MIN_VALUE -> throw QueryErrors.overflow("byte", "");
            case Byte b -> (byte) -b;
            case Short s when s == Short.MIN_VALUE -> throw QueryErrors.overflow("short", "");
            case Short s -> (short) -s;
            case Integer i when i == Integer.MIN_VALUE -> throw QueryErrors.overflow("integer", "");
            case Integer i -> -i;
            case Long l when l == Long.MIN_VALUE -> throw QueryErrors.overflow("long", "");
            case Long l -> -l;
            case Float f -> -f;
            case Double d -> -d;
            case BigDecimal decimal -> decimal.negate();
            default -> TimeArithmetic.negate(value);
        };
    }

    /// The distance from zero.
    static Object absolute(Object value) {
        return switch (value) {
            case Double d -> Math.abs(d);
            case Float f -> Math.abs(f);
            default -> sign(value) < 0 ? negate(value) : value;
        };
    }

    /// -1, 0 or 1.
    static int sign(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.signum();
            case Float _, Double _ -> {
                double number = ((Number) value).doubleValue();
                yield number < 0 ? -1 : number > 0 ? 1 : 0;
            }
            case Number number -> Long.signum(number.longValue());
            default -> TimeArithmetic.sign(value);
        };
    }
}
