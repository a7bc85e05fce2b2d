package io.tidemill.expression.function;

import io.tidemill.sql.types.DataTypes;
import java.util.List;

/// Functions that look at or change the sign: of numbers and of intervals.
final class SignFunctions {
    private SignFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.MATH, "abs(number)")
                .says("The distance from 0; also of an interval.")
                .example("abs(-1.5)")
                .withTyping(arguments -> same(arguments, Arithmetic::absolute));
        catalog.define(Group.MATH, "negative(number)")
                .says("`-number`; also of an interval.")
                .example("negative(1)")
                .withTyping(arguments -> same(arguments, Arithmetic::negate));
        catalog.define(Group.MATH, "positive(number)")
                .says("The number itself; `+number`.")
                .example("positive(-1)")
                .total()
                .withTyping(arguments -> same(arguments, value -> value));
        catalog.define(Group.MATH, "sign(number)")
                .alias("signum")
                .says("-1.0, 0.0 or 1.0; also of an interval.")
                .example("sign(-40)")
                .takes(Kind.oneOf(Kind.DOUBLE, Kind.INTERVAL))
                .gives(DataTypes.DoubleType)
                .total()
                .with1((Object value) ->
                        value instanceof Double number
                                ? Math.signum(number)
                                : (double) Arithmetic.sign(value));
    }

    private static Signature same(Arguments arguments, Catalog.One<Object> body) {
        arguments.count(1);
        var type = arguments.as(0, Kind.NUMBER_OR_INTERVAL);
        Body strict = (a, _) -> body.apply(Catalog.the(a[0]));
        return new Signature(List.of(type), type, arguments.nullable(), strict.strict());
    }
}
