package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.Types;
import io.tidemill.expression.Values;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.NullType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Functions that choose between values, and that ask for NULL and NaN.
final class ConditionalFunctions {
    private ConditionalFunctions() {}

    static void define(Catalog catalog) {
        choices(catalog);
        nulls(catalog);
        floating(catalog);
        errors(catalog);
        extremes(catalog);
    }

    private static void choices(Catalog catalog) {
        catalog.define(Group.CONDITIONAL, "case(condition, value, ...[, otherwise])")
                .alias("when")
                .says("`CASE WHEN condition THEN value … ELSE otherwise END`.")
                .example("CASE WHEN 1 < 2 THEN 'a' ELSE 'b' END")
                .withRewrite(ConditionalFunctions::choice);
        catalog.define(Group.CONDITIONAL, "if(condition, then, otherwise)")
                .says(
                        "`then` if the condition is true, else `otherwise`; only that one is"
                                + " computed.")
                .example("if(1 < 2, 'a', 'b')")
                .withRewrite((arguments, position) -> {
                    arguments.count(3);
                    return choice(arguments, position);
                });
        catalog.define(Group.CONDITIONAL, "coalesce(value, ...)")
                .says("The first value that is not NULL; those behind it are not computed.")
                .example("coalesce(NULL, 1, 2)")
                .withRewrite((arguments, position) -> {
                    arguments.countBetween(1, Integer.MAX_VALUE);
                    return coalesce(arguments, position);
                });
        catalog.define(Group.CONDITIONAL, "nvl(value, otherwise)")
                .alias("ifnull")
                .says("`value`, or `otherwise` where it is NULL.")
                .example("nvl(NULL, 2)")
                .withRewrite((arguments, position) -> {
                    arguments.count(2);
                    return coalesce(arguments, position);
                });
        catalog.define(Group.CONDITIONAL, "nvl2(value, then, otherwise)")
                .says("`then` if `value` is not NULL, else `otherwise`.")
                .example("nvl2(NULL, 'there', 'missing')")
                .withRewrite((arguments, position) -> {
                    arguments.count(3);
                    var there = call("isnotnull", position, arguments.get(0));
                    return choice(
                            new Arguments(
                                    "nvl2", List.of(there, arguments.get(1), arguments.get(2))),
                            position);
                });
        catalog.define(Group.CONDITIONAL, "nullif(value, other)")
                .says("NULL if both are equal, else `value`.")
                .example("nullif(2, 2)", "nullif(1, 2)")
                .withRewrite((arguments, position) -> {
                    arguments.count(2);
                    var value = arguments.get(0);
                    return nullIf(value, arguments.get(1), position);
                });
        catalog.define(Group.CONDITIONAL, "nullifzero(number)")
                .says("NULL for 0, else the number.")
                .example("nullifzero(0)")
                .withRewrite((arguments, position) -> {
                    arguments.count(1);
                    return nullIf(arguments.get(0), zero(), position);
                });
        catalog.define(Group.CONDITIONAL, "zeroifnull(number)")
                .says("0 for NULL, else the number.")
                .example("zeroifnull(NULL)")
                .withRewrite((arguments, position) -> {
                    arguments.count(1);
                    return coalesce(
                            new Arguments("zeroifnull", List.of(arguments.get(0), zero())),
                            position);
                });
    }

    private static Expression zero() {
        return new Expression.Literal(0, DataTypes.IntegerType);
    }

    private static Expression nullIf(Expression value, Expression other, Position position) {
        return new Expression.Case(
                List.of(
                        new Expression.Branch(
                                call("=", position, value, other),
                                new Expression.Literal(null, value.type()))),
                value,
                value.type());
    }

    private static Expression choice(Arguments arguments, Position position) {
        arguments.countBetween(2, Integer.MAX_VALUE);
        var values = new ArrayList<Expression>();
        for (int i = 1; i < arguments.size(); i += 2) {
            values.add(arguments.get(i));
        }
        boolean hasElse = arguments.size() % 2 == 1;
        values.add(
                hasElse
                        ? arguments.expressions().getLast()
                        : new Expression.Literal(null, DataTypes.NullType));
        var type = new Arguments(arguments.function(), values).common(0);
        values.replaceAll(value -> Function.cast(value, type, position));
        var branches = new ArrayList<Expression.Branch>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            var condition =
                    arguments.type(i) instanceof NullType
                            ? new Expression.Literal(null, DataTypes.BooleanType)
                            : arguments.get(i);
            if (!(condition.type() instanceof BooleanType)) {
                throw arguments.unexpected(i, Kind.BOOLEAN.describe());
            }
            branches.add(new Expression.Branch(condition, values.get(i / 2)));
        }
        return new Expression.Case(branches, values.getLast(), type);
    }

    private static Expression coalesce(Arguments arguments, Position position) {
        var type = arguments.common(0);
        return new Expression.Coalesce(
                Function.casts(
                        arguments.expressions(),
                        Collections.nCopies(arguments.size(), type),
                        position),
                type);
    }

    private static Expression call(String function, Position position, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), position);
    }

    private static void nulls(Catalog catalog) {
        catalog.define(Group.CONDITIONAL, "isnull(value)")
                .says("Whether it is NULL; `value IS NULL`.")
                .example("isnull(NULL)")
                .takes(Kind.ANY)
                .gives(DataTypes.BooleanType)
                .neverNull()
                .total()
                .with((a, _) -> a[0] == null);
        catalog.define(Group.CONDITIONAL, "isnotnull(value)")
                .says("Whether it is not NULL; `value IS NOT NULL`.")
                .example("isnotnull(NULL)")
                .takes(Kind.ANY)
                .gives(DataTypes.BooleanType)
                .neverNull()
                .total()
                .with((a, _) -> a[0] != null);
    }

    private static void floating(Catalog catalog) {
        catalog.define(Group.CONDITIONAL, "isnan(number)")
                .says("Whether it is NaN; false for NULL.")
                .example("isnan(double('NaN'))")
                .takes(Kind.oneOf(Kind.DOUBLE, Kind.of(DataTypes.FloatType)))
                .gives(DataTypes.BooleanType)
                .neverNull()
                .total()
                .with((a, _) -> a[0] != null && Double.isNaN(((Number) a[0]).doubleValue()));
        catalog.define(Group.CONDITIONAL, "nanvl(number, otherwise)")
                .says("The number, or `otherwise` where it is NaN.")
                .example("nanvl(double('NaN'), 0)")
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    var kind = Kind.oneOf(Kind.DOUBLE, Kind.of(DataTypes.FloatType));
                    var left = arguments.as(0, kind);
                    var right = arguments.as(1, kind);
                    DataType type =
                            left instanceof FloatType && right instanceof FloatType
                                    ? left
                                    : DataTypes.DoubleType;
                    return new Signature(
                            List.of(type, type),
                            type,
                            arguments.nullable(),
                            (a, _) ->
                                    a[0] != null && Double.isNaN(((Number) a[0]).doubleValue())
                                            ? a[1]
                                            : a[0]);
                });
    }

    private static void errors(Catalog catalog) {
        catalog.define(Group.CONDITIONAL, "assert_true(condition[, message])")
                .says("NULL if the condition is true; else an error with the message.")
                .example("assert_true(1 < 2)")
                .takes(Kind.BOOLEAN)
                .optional(Kind.TEXT)
                .gives(DataTypes.NullType)
                .seesNull()
                .maybeNull()
                .with((a, _) -> {
                    if (Boolean.TRUE.equals(a[0])) {
                        return null;
                    }
                    throw raised(a.length > 1 ? String.valueOf(a[1]) : "the condition is not true");
                });
        catalog.define(Group.CONDITIONAL, "raise_error(message)")
                .says("Raises an error with the message.")
                .takes(Kind.TEXT)
                .gives(DataTypes.NullType)
                .seesNull()
                .maybeNull()
                .with((a, _) -> {
                    throw raised(String.valueOf(a[0]));
                });
        catalog.define(Group.CONDITIONAL, "typeof(value)")
                .says("The type, as DDL.")
                .example("typeof(1.50)", "typeof(array(1L))")
                .total()
                .withRewrite((arguments, _) -> {
                    arguments.count(1);
                    return new Expression.Literal(
                            arguments.type(0).typeName(), DataTypes.StringType);
                });
    }

    private static TidemillException raised(String message) {
        return new TidemillException(Condition.USER_RAISED_EXCEPTION, message, "");
    }

    private static void extremes(Catalog catalog) {
        catalog.define(Group.MATH, "greatest(first, second, ...)")
                .says("The greatest value; NULLs are left out.")
                .example("greatest(10, 9, NULL, 4)")
                .total()
                .withTyping(arguments -> extreme(arguments, 1));
        catalog.define(Group.MATH, "least(first, second, ...)")
                .says("The least value; NULLs are left out.")
                .example("least(10, 9, NULL, 4)")
                .total()
                .withTyping(arguments -> extreme(arguments, -1));
    }

    private static Signature extreme(Arguments arguments, int sign) {
        arguments.countBetween(2, Integer.MAX_VALUE);
        var type =
                Coercion.commonWithoutText(arguments.types())
                        .orElseThrow(() ->
                                arguments.mismatch(
                                        Condition.DATATYPE_MISMATCH__DATA_DIFF_TYPES,
                                        "Input to `%s` should all be the same type, but it's %s"
                                                .formatted(
                                                        arguments.function(),
                                                        Arguments.listed(arguments.types()))));
        if (!Types.isOrdered(type)) {
            throw ComparisonOperators.unordered(arguments, type);
        }
        Body body =
                (values, _) -> {
                    Object best = null;
                    for (var value : values) {
                        if (value != null
                                && (best == null || Values.compare(type, value, best) * sign > 0)) {
                            best = value;
                        }
                    }
                    return best;
                };
        boolean nullable =
                type instanceof NullType
                        || arguments.expressions().stream().allMatch(Expression::nullable);
        return new Signature(Collections.nCopies(arguments.size(), type), type, nullable, body);
    }
}
