package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Values;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What functions of arrays and maps share.
final class Lists {
    private Lists() {}

    /// The array that argument `index` is.
    static ArrayType array(Arguments arguments, int index) {
        return (ArrayType) arguments.as(index, Kind.ARRAY);
    }

    /// The array that argument `index` is; a bare NULL is none.
    static ArrayType requiredArray(Arguments arguments, int index) {
        if (arguments.type(index) instanceof ArrayType array) {
            return array;
        }
        throw arguments.unexpected(index, Kind.ARRAY.describe());
    }

    /// The map that argument `index` is; a bare NULL is none.
    static MapType requiredMap(Arguments arguments, int index) {
        if (arguments.type(index) instanceof MapType map) {
            return map;
        }
        throw arguments.unexpected(index, Kind.MAP.describe());
    }

    /// The map that argument `index` is.
    static MapType map(Arguments arguments, int index) {
        return (MapType) arguments.as(index, Kind.MAP);
    }

    /// The element type that an array, argument 0, and a value, argument `index`, have in common.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES
    static DataType element(Arguments arguments, int index) {
        if (arguments.type(0) instanceof ArrayType array) {
            var common = Coercion.tightest(array.elementType(), arguments.type(index));
            if (common.isPresent()) {
                return common.get();
            }
        }
        throw arguments.mismatch(
                Condition.DATATYPE_MISMATCH__ARRAY_FUNCTION_DIFF_TYPES,
                "Input to `%s` should have been \"ARRAY\" followed by a value with same element type, but it's [%s, %s]"
                        .formatted(
                                arguments.function(),
                                QueryErrors.quoted(arguments.type(0)),
                                QueryErrors.quoted(arguments.type(index))));
    }

    /// Refuses NULLs whose type must be known.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.NULL_TYPE
    static void refuseNulls(Arguments arguments) {
        if (arguments.types().stream().anyMatch(NullType.class::isInstance)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__NULL_TYPE,
                    "Null typed values cannot be used as arguments of `%s`"
                            .formatted(arguments.function()));
        }
    }

    /// The array type that two arrays have in common.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES
    static ArrayType both(Arguments arguments) {
        arguments.count(2);
        if (arguments.type(0) instanceof ArrayType && arguments.type(1) instanceof ArrayType) {
            var common = Coercion.tightest(arguments.type(0), arguments.type(1));
            if (common.isPresent()) {
                return (ArrayType) common.get();
            }
        }
        throw arguments.mismatch(
                Condition.DATATYPE_MISMATCH__BINARY_ARRAY_DIFF_TYPES,
                "Input to function `%s` should have been two \"ARRAY\" with same element type, but it's [%s, %s]"
                        .formatted(
                                arguments.function(),
                                QueryErrors.quoted(arguments.type(0)),
                                QueryErrors.quoted(arguments.type(1))));
    }

    /// Whether a list has a value, by SQL's equality.
    static boolean contains(DataType element, List<?> list, @Nullable Object value) {
        return list.stream().anyMatch(other -> Values.equal(element, other, value));
    }

    /// Adds an entry to a map that is being made.
    ///
    /// @throws TidemillException NULL_MAP_KEY or DUPLICATED_MAP_KEY
    static void put(
            MapType type,
            Map<Object, @Nullable Object> map,
            @Nullable Object key,
            @Nullable Object value) {
        if (key == null) {
            throw new TidemillException(
                    Condition.NULL_MAP_KEY, "Cannot use null as map key", "leave such entries out");
        }
        for (var known : map.keySet()) {
            if (Values.equal(type.keyType(), known, key)) {
                throw new TidemillException(
                        Condition.DUPLICATED_MAP_KEY,
                        "Duplicate map key %s was found".formatted(key),
                        "check the input data, and leave entries with equal keys out");
            }
        }
        map.put(key, value);
    }

    /// A map of entries in the order given.
    static Map<Object, @Nullable Object> newMap() {
        return new LinkedHashMap<>();
    }
}
