package io.tidemill.expression.function;

import io.tidemill.expression.Coercion;
import io.tidemill.expression.Types;
import io.tidemill.expression.Values;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.NullType;
import java.util.List;

/// Functions that look for an element of an array: a given one, the least, the greatest.
final class ArraySearchFunctions {
    private ArraySearchFunctions() {}

    static void define(Catalog catalog) {
        search(catalog);
        extremes(catalog);
    }

    private static void search(Catalog catalog) {
        catalog.define(Group.ARRAY, "array_contains(array, value)")
                .says("Whether the value is in it; NULL if it is not and an element is NULL.")
                .example("array_contains(array(1, 2, 3), 2)")
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    Lists.refuseNulls(arguments);
                    var element = sought(arguments);
                    Body body =
                            (a, _) -> {
                                var list = Catalog.<List<?>>the(a[0]);
                                if (Lists.contains(element, list, a[1])) {
                                    return true;
                                }
                                return list.contains(null) ? null : Boolean.FALSE;
                            };
                    return lookUp(arguments, element, DataTypes.BooleanType, true, body);
                });
        catalog.define(Group.ARRAY, "array_position(array, value)")
                .says("Where the value first is, counting from 1; 0 if nowhere.")
                .example("array_position(array('b', 'a'), 'a')")
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    if (arguments.type(0) instanceof NullType) {
                        Lists.refuseNulls(arguments);
                    }
                    var element = sought(arguments);
                    Body body =
                            (a, _) -> {
                                long position = 0;
                                for (var other : Catalog.<List<?>>the(a[0])) {
                                    position++;
                                    if (other != null && Values.equal(element, other, a[1])) {
                                        return position;
                                    }
                                }
                                return 0L;
                            };
                    return lookUp(arguments, element, DataTypes.LongType, false, body);
                });
    }

    /// The type that an array's elements and a value that is looked for have in common.
    private static DataType sought(Arguments arguments) {
        var element = Lists.requiredArray(arguments, 0).elementType();
        return Coercion.commonWithoutText(List.of(element, arguments.type(1)))
                .orElseGet(() -> Lists.element(arguments, 1));
    }

    private static Signature lookUp(
            Arguments arguments, DataType element, DataType type, boolean unsure, Body body) {
        var array = (ArrayType) arguments.type(0);
        return new Signature(
                List.of(new ArrayType(element, array.containsNull()), element),
                type,
                arguments.nullable() || (unsure && array.containsNull()),
                body.strict());
    }

    private static void extremes(Catalog catalog) {
        catalog.define(Group.ARRAY, "array_max(array)")
                .says("The greatest element that is not NULL.")
                .example("array_max(array(1, 20, NULL, 3))")
                .total()
                .withTyping(arguments -> extreme(arguments, 1));
        catalog.define(Group.ARRAY, "array_min(array)")
                .says("The least element that is not NULL.")
                .example("array_min(array(1, 20, NULL, 3))")
                .total()
                .withTyping(arguments -> extreme(arguments, -1));
    }

    private static Signature extreme(Arguments arguments, int sign) {
        arguments.count(1);
        var array = Lists.array(arguments, 0);
        var element = array.elementType();
        if (!Types.isOrdered(element)) {
            throw ComparisonOperators.unordered(arguments, array);
        }
        Body body =
                (a, _) -> {
                    Object best = null;
                    for (var value : Catalog.<List<?>>the(a[0])) {
                        if (value != null
                                && (best == null
                                        || Values.compare(element, value, best) * sign > 0)) {
                            best = value;
                        }
                    }
                    return best;
                };
        return new Signature(List.of(array), element, true, body.strict());
    }
}
