package io.tidemill.expression.function;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.sql.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A function or an operator of SQL.
///
/// @param name Spark's, in lower case; operators by their sign
/// @param aliases other names of it
/// @param usage how it is called, for people: `lpad(text, length[, pad])`
/// @param description what it gives; one or two sentences of Markdown
/// @param examples expressions in SQL; the reference shows what they give
/// @param deterministic whether equal arguments always give the same
/// @param raises whether it can raise an error on values of the right types
/// @param typing settles types; for aggregates and rewritten functions too
/// @param rewrite what a call is written as instead: `nvl(a, b)` is a [Expression.Coalesce]
/// @param lambdas what the parameters of its lambdas are
public record Function(
        String name,
        List<String> aliases,
        Group group,
        String usage,
        String description,
        List<String> examples,
        boolean deterministic,
        boolean raises,
        Typing typing,
        Optional<Rewrite> rewrite,
        Optional<LambdaTyping> lambdas) {
    public Function {
        aliases = List.copyOf(aliases);
        examples = List.copyOf(examples);
    }

    /// Writes a call as another expression.
    @FunctionalInterface
    public interface Rewrite {
        /// @param arguments as they were written
        Expression apply(Arguments arguments, Position position);
    }

    /// Says what the parameters of a lambda are, before its body is read.
    @FunctionalInterface
    public interface LambdaTyping {
        /// @param arguments those in front of the lambda, which are no lambdas
        /// @param index which argument the lambda is
        /// @param count how many parameters it has
        /// @return their types; each may be NULL
        List<DataType> parameters(Arguments arguments, int index, int count);
    }

    /// Whether it is computed from all rows of a group.
    public boolean isAggregate() {
        return group == Group.AGGREGATE;
    }

    /// What a call means; casts nothing.
    ///
    /// @param arguments as they were written; only their types, and the values of constants, matter
    /// @throws TidemillException DATATYPE_MISMATCH or WRONG_NUM_ARGS
    public Signature resolve(List<Expression> arguments) {
        return resolve(name, arguments);
    }

    private Signature resolve(String writtenAs, List<Expression> arguments) {
        var given = new Arguments(writtenAs, arguments);
        if (rewrite.isPresent()) {
            var instead = rewrite.get().apply(given, Position.NONE);
            return new Signature(given.types(), instead.type(), instead.nullable(), (_, _) -> null);
        }
        return typing.resolve(given);
    }

    /// A call, with its arguments cast to what it takes.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH or WRONG_NUM_ARGS, with the call's place in the
    ///   query
    public Expression call(List<Expression> arguments, Position position) {
        try {
            if (rewrite.isPresent()) {
                return rewrite.get().apply(new Arguments(name, arguments), position);
            }
            var signature = resolve(arguments);
            var taken = casts(arguments, signature.arguments(), position);
            boolean castGivesNull = false;
            for (int i = 0; i < taken.size(); i++) {
                castGivesNull |= taken.get(i).nullable() && !arguments.get(i).nullable();
            }
            return new Expression.Call(
                    name, taken, signature.type(), signature.nullable() || castGivesNull, position);
        } catch (TidemillException e) {
            throw position.text().isEmpty() ? e : e.at(position.describe());
        }
    }

    /// The types of a lambda's parameters.
    ///
    /// @param before the arguments in front of the lambda
    public List<DataType> lambdaParameters(List<Expression> before, int index, int count) {
        return lambdas.orElseThrow(
                        () -> new Arguments(name, before).unexpected(index - 1, "no lambda"))
                .parameters(new Arguments(name, before), index, count);
    }

    /// Each argument as the type that is wanted.
    static List<Expression> casts(
            List<Expression> arguments, List<DataType> types, Position position) {
        var cast = new ArrayList<Expression>();
        for (int i = 0; i < arguments.size(); i++) {
            cast.add(cast(arguments.get(i), types.get(i), position));
        }
        return cast;
    }

    /// `argument` as `type`; itself when it is that already, or a lambda.
    public static Expression cast(Expression argument, DataType type, Position position) {
        if (argument.type().equals(type) || argument instanceof Expression.Lambda) {
            return argument;
        }
        if (argument instanceof Expression.Literal literal && literal.value() == null) {
            return new Expression.Literal(null, type);
        }
        return new Expression.Cast(argument, type, false, position);
    }
}
