package io.tidemill.expression;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Which type values of different types meet in, and what is cast without being asked.
///
/// Pure: types in, a type or nothing out. Nothing means that the query is refused.
///
/// Source: Apache Spark's `AnsiTypeCoercion` (spark.sql.ansi.enabled = true).
public final class Coercion {
    private static final List<DataType> NUMBERS =
            List.of(
                    DataTypes.ByteType,
                    DataTypes.ShortType,
                    DataTypes.IntegerType,
                    DataTypes.LongType,
                    DataTypes.FloatType,
                    DataTypes.DoubleType);

    private Coercion() {}

    /// The type that all of `types` are cast to where they must be one: the branches of a CASE, the
    /// elements of an array, the columns of a UNION. Void if there are no types.
    public static Optional<DataType> common(List<DataType> types) {
        // Text goes first, as in Spark, wherever it stands: the others then decide.
        var sorted = new ArrayList<DataType>();
        types.stream().filter(t -> !holdsText(t)).forEach(sorted::add);
        var texts = types.stream().filter(Coercion::holdsText).toList();
        sorted.addAll(0, texts);
        Optional<DataType> result = Optional.of(DataTypes.NullType);
        for (var type : sorted) {
            result = result.flatMap(soFar -> common(soFar, type));
        }
        return result;
    }

    /// As [#common], but text is not taken for anything else, nor anything else for text.
    public static Optional<DataType> commonWithoutText(List<DataType> types) {
        Optional<DataType> result = Optional.of(DataTypes.NullType);
        for (var type : types) {
            result =
                    result.flatMap(
                            soFar -> tightest(soFar, type).or(() -> withDecimal(soFar, type)));
        }
        return result;
    }

    private static boolean holdsText(DataType type) {
        return type instanceof StringType
                || type instanceof ArrayType array && holdsText(array.elementType());
    }

    /// The type that both are cast to where they must be one.
    public static Optional<DataType> common(DataType left, DataType right) {
        return tightest(left, right)
                .or(() -> withDecimal(left, right))
                .or(() -> withText(left, right))
                .or(() -> withText(right, left))
                .or(() -> nested(left, right, (a, b) -> a.equals(b) ? a : pick(common(a, b))));
    }

    /// The type that the two operands of an operator are cast to; like [#common], but text is not
    /// taken for something else inside arrays, maps and structs.
    public static Optional<DataType> operands(DataType left, DataType right) {
        return tightest(left, right)
                .or(() -> withDecimal(left, right))
                .or(() -> withText(left, right))
                .or(() -> withText(right, left));
    }

    /// A struct with the names of another one of as many fields, which Spark's comparisons do not
    /// look at; anything else as it is.
    public static DataType renamed(DataType type, DataType like) {
        if (!(type instanceof StructType struct)
                || !(like instanceof StructType other)
                || struct.size() != other.size()) {
            return type;
        }
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < struct.size(); i++) {
            fields.add(
                    new StructField(
                            other.field(i).name(),
                            renamed(struct.typeOf(i), other.typeOf(i)),
                            struct.field(i).nullable()));
        }
        return new StructType(fields);
    }

    /// The type that both are cast to where no value may change: like [#common] but without text
    /// and without decimals that meet floating numbers.
    public static Optional<DataType> tightest(DataType left, DataType right) {
        if (left.equals(right)) {
            return Optional.of(left);
        }
        if (left instanceof NullType) {
            return Optional.of(right);
        }
        if (right instanceof NullType) {
            return Optional.of(left);
        }
        if (NUMBERS.contains(left) && NUMBERS.contains(right)) {
            return Optional.of(widerNumber(left, right));
        }
        if (Types.isWhole(left) && right instanceof DecimalType decimal) {
            return holds(decimal, left);
        }
        if (Types.isWhole(right) && left instanceof DecimalType decimal) {
            return holds(decimal, right);
        }
        if (Types.isTime(left) && Types.isTime(right)) {
            return Optional.of(widerTime(left, right));
        }
        if (left instanceof DayTimeIntervalType a && right instanceof DayTimeIntervalType b) {
            return Optional.of(
                    new DayTimeIntervalType(
                            (byte) Math.min(a.startField(), b.startField()),
                            (byte) Math.max(a.endField(), b.endField())));
        }
        if (left instanceof YearMonthIntervalType a && right instanceof YearMonthIntervalType b) {
            return Optional.of(
                    new YearMonthIntervalType(
                            (byte) Math.min(a.startField(), b.startField()),
                            (byte) Math.max(a.endField(), b.endField())));
        }
        return nested(left, right, (a, b) -> pick(tightest(a, b)));
    }

    /// Whether a value of `from` may be cast to `to` without being asked: numbers to numbers, dates
    /// to timestamps and back, everything atomic to text, and what is made of such.
    public static boolean storable(DataType from, DataType to) {
        if (from.equals(to) || from instanceof NullType) {
            return true;
        }
        return switch (to) {
            case StringType _ -> Types.isAtomic(from);
            case DateType _, TimestampType _, TimestampNTZType _ -> Types.isTime(from);
            case ArrayType array ->
                    from instanceof ArrayType other
                            && (array.containsNull() || !other.containsNull())
                            && storable(other.elementType(), array.elementType());
            case MapType map ->
                    from instanceof MapType other
                            && (map.valueContainsNull() || !other.valueContainsNull())
                            && storable(other.keyType(), map.keyType())
                            && storable(other.valueType(), map.valueType());
            case StructType struct -> from instanceof StructType other && storable(other, struct);
            case DayTimeIntervalType _ -> from instanceof DayTimeIntervalType;
            case YearMonthIntervalType _ -> from instanceof YearMonthIntervalType;
            default -> Types.isNumber(from) && Types.isNumber(to);
        };
    }

    private static boolean storable(StructType from, StructType to) {
        if (from.size() != to.size()) {
            return false;
        }
        for (int i = 0; i < from.size(); i++) {
            if (!storable(from.typeOf(i), to.typeOf(i))
                    || (from.field(i).nullable() && !to.field(i).nullable())) {
                return false;
            }
        }
        return true;
    }

    private static DataType widerNumber(DataType left, DataType right) {
        var wider = NUMBERS.get(Math.max(NUMBERS.indexOf(left), NUMBERS.indexOf(right)));
        // A float does not hold every int, so a double takes both.
        return wider instanceof FloatType ? DataTypes.DoubleType : wider;
    }

    private static DataType widerTime(DataType left, DataType right) {
        if (left instanceof TimestampType || right instanceof TimestampType) {
            return DataTypes.TimestampType;
        }
        return left instanceof TimestampNTZType || right instanceof TimestampNTZType
                ? DataTypes.TimestampNTZType
                : DataTypes.DateType;
    }

    private static Optional<DataType> holds(DecimalType decimal, DataType whole) {
        var needed = DecimalRules.forWhole(whole).orElseThrow();
        return DecimalRules.whole(decimal) >= needed.precision()
                ? Optional.of(decimal)
                : Optional.empty();
    }

    private static Optional<DataType> withDecimal(DataType left, DataType right) {
        if (!(left instanceof DecimalType) && !(right instanceof DecimalType)) {
            return Optional.empty();
        }
        if (Types.isFloating(left) || Types.isFloating(right)) {
            return Types.isNumber(left) && Types.isNumber(right)
                    ? Optional.of(DataTypes.DoubleType)
                    : Optional.empty();
        }
        return DecimalRules.forWhole(left)
                .flatMap(a -> DecimalRules.forWhole(right).map(b -> DecimalRules.wider(a, b)));
    }

    private static Optional<DataType> withText(DataType text, DataType other) {
        if (!(text instanceof StringType) || !Types.isAtomic(other) || Types.isInterval(other)) {
            return Optional.empty();
        }
        if (Types.isWhole(other)) {
            return Optional.of(DataTypes.LongType);
        }
        return Optional.of(Types.isNumber(other) ? DataTypes.DoubleType : other);
    }

    private static Optional<DataType> nested(
            DataType left, DataType right, BinaryOperator<DataType> each) {
        try {
            return switch (left) {
                case ArrayType a when right instanceof ArrayType b ->
                        Optional.of(
                                new ArrayType(
                                        each.apply(a.elementType(), b.elementType()),
                                        a.containsNull() || b.containsNull()));
                case MapType a when right instanceof MapType b ->
                        Optional.of(
                                new MapType(
                                        each.apply(a.keyType(), b.keyType()),
                                        each.apply(a.valueType(), b.valueType()),
                                        a.valueContainsNull() || b.valueContainsNull()));
                case StructType a when right instanceof StructType b && sameNames(a, b) ->
                        Optional.of(struct(a, b, each));
                default -> Optional.empty();
            };
        } catch (NoCommonType none) {
            return Optional.empty();
        }
    }

    private static StructType struct(
            StructType left, StructType right, BinaryOperator<DataType> each) {
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < left.size(); i++) {
            var a = left.field(i);
            var b = right.field(i);
            fields.add(
                    new StructField(
                            a.name(),
                            each.apply(a.dataType(), b.dataType()),
                            a.nullable() || b.nullable()));
        }
        return new StructType(fields);
    }

    private static boolean sameNames(StructType left, StructType right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.field(i).name().equalsIgnoreCase(right.field(i).name())) {
                return false;
            }
        }
        return true;
    }

    private static DataType pick(Optional<DataType> type) {
        return type.orElseThrow(NoCommonType::new);
    }

    /// Leaves the recursion over nested types; never seen outside.
    private static final class NoCommonType extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoCommonType() {
            super("no common type", null, false, false);
        }
    }
}
