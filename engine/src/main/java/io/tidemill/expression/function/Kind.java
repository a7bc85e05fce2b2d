package io.tidemill.expression.function;

import io.tidemill.expression.Coercion;
import io.tidemill.expression.DecimalRules;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The types that a parameter takes, and what other arguments are cast to for it.
///
/// Source: `implicitCast` of Apache Spark's `AnsiTypeCoercion`.
public sealed interface Kind {
    Kind ANY = new Family("ANY", _ -> true, DataTypes.NullType);
    Kind NUMBER = new Family("NUMERIC", Types::isNumber, DataTypes.DoubleType);
    Kind WHOLE = new Family("INTEGRAL", Types::isWhole, DataTypes.IntegerType);
    Kind DECIMAL =
            new Family("DECIMAL", DecimalType.class::isInstance, DataTypes.createDecimalType());
    Kind ORDERED = new Family("an ordered type", Types::isOrdered, DataTypes.NullType);
    Kind INTERVAL =
            new Family("INTERVAL", Types::isInterval, DataTypes.createDayTimeIntervalType());
    Kind ARRAY =
            new Family(
                    "ARRAY",
                    ArrayType.class::isInstance,
                    DataTypes.createArrayType(DataTypes.NullType));
    Kind MAP =
            new Family(
                    "MAP",
                    MapType.class::isInstance,
                    DataTypes.createMapType(DataTypes.NullType, DataTypes.NullType));
    Kind STRUCT = new Family("STRUCT", StructType.class::isInstance, new StructType());
    Kind BOOLEAN = new Exactly(DataTypes.BooleanType);
    Kind INT = new Exactly(DataTypes.IntegerType);
    Kind LONG = new Exactly(DataTypes.LongType);
    Kind DOUBLE = new Exactly(DataTypes.DoubleType);
    Kind TEXT = new Exactly(DataTypes.StringType);
    Kind BINARY = new Exactly(DataTypes.BinaryType);
    Kind DATE = new Exactly(DataTypes.DateType);
    Kind TIMESTAMP = new Exactly(DataTypes.TimestampType);
    Kind LOCAL_TIME = new Exactly(DataTypes.TimestampNTZType);
    Kind TEXT_OR_BINARY = new OneOf(List.of(TEXT, BINARY));
    Kind ANY_TIMESTAMP =
            new Family(
                    "TIMESTAMP or TIMESTAMP_NTZ",
                    t -> t.equals(DataTypes.TimestampType) || t.equals(DataTypes.TimestampNTZType),
                    DataTypes.TimestampType);
    Kind NUMBER_OR_INTERVAL = new OneOf(List.of(NUMBER, INTERVAL));

    boolean accepts(DataType type);

    /// What an argument of `type` is cast to; empty when it is refused.
    Optional<DataType> cast(DataType type);

    /// As messages say it: `"STRING" or "BINARY"`.
    String describe();

    /// One type.
    record Exactly(DataType type) implements Kind {
        @Override
        public boolean accepts(DataType other) {
            return type.equals(other);
        }

        @Override
        public Optional<DataType> cast(DataType from) {
            boolean text = from instanceof StringType && Types.isAtomic(type);
            return text || Coercion.storable(from, type) ? Optional.of(type) : Optional.empty();
        }

        @Override
        public String describe() {
            return "\"" + type.sql() + "\"";
        }
    }

    /// Types that have something in common.
    ///
    /// @param usual what a bare NULL is taken for
    record Family(String name, Predicate<DataType> members, DataType usual) implements Kind {
        @Override
        public boolean accepts(DataType type) {
            return members.test(type);
        }

        @Override
        public Optional<DataType> cast(DataType from) {
            if (accepts(from)) {
                return Optional.of(from);
            }
            if (from instanceof NullType) {
                return Optional.of(usual);
            }
            if (this == DECIMAL && Types.isNumber(from)) {
                return Optional.of(
                        switch (from) {
                            case FloatType _ -> new DecimalType(14, 7);
                            case DoubleType _ -> new DecimalType(30, 15);
                            default -> DecimalRules.forWhole(from).orElseThrow();
                        });
            }
            if (from instanceof StringType) {
                return this == NUMBER
                        ? Optional.of(DataTypes.DoubleType)
                        : this == DECIMAL
                                ? Optional.of(new DecimalType(38, 18))
                                : this == ANY_TIMESTAMP ? Optional.of(usual) : Optional.empty();
            }
            return this == ANY_TIMESTAMP && Types.isTime(from)
                    ? Optional.of(usual)
                    : Optional.empty();
        }

        @Override
        public String describe() {
            return "\"" + name + "\"";
        }
    }

    /// Any of several kinds; an argument of none of them is cast to the one that is closest.
    record OneOf(List<Kind> kinds) implements Kind {
        @Override
        public boolean accepts(DataType type) {
            return kinds.stream().anyMatch(kind -> kind.accepts(type));
        }

        @Override
        public Optional<DataType> cast(DataType from) {
            if (accepts(from)) {
                return Optional.of(from);
            }
            if (from instanceof NullType) {
                return kinds.getFirst().cast(from);
            }
            var possible = kinds.stream().flatMap(kind -> kind.cast(from).stream()).toList();
            var closest =
                    possible.stream()
                            .filter(type ->
                                    possible.stream()
                                            .allMatch(other ->
                                                    new Exactly(other).cast(type).isPresent()))
                            .findFirst();
            return closest.filter(FloatType.class::isInstance).isPresent()
                            && possible.contains(DataTypes.DoubleType)
                    ? Optional.of(DataTypes.DoubleType)
                    : closest;
        }

        @Override
        public String describe() {
            return kinds.stream().map(Kind::describe).collect(Collectors.joining(" or ", "(", ")"));
        }
    }

    /// Any of `kinds`.
    static Kind oneOf(Kind... kinds) {
        return new OneOf(List.of(kinds));
    }

    /// `type` and nothing that could be cast to it.
    static Kind only(DataType type) {
        return new Family(type.sql(), type::equals, type);
    }

    /// Exactly `type`.
    static Kind of(DataType type) {
        return new Exactly(type);
    }
}
