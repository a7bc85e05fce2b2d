package io.tidemill.expression.function;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.Evaluation;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/// What a function computes from boxed arguments.
///
/// The arguments have the types of the function's [Signature]; a lambda comes as a [LambdaValue].
/// The array belongs to the caller and is not changed. A body may keep what it prepared, and the
/// state of a random sequence, from call to call: each place in a query has a body of its own, used
/// by one thread.
@FunctionalInterface
public interface Body {
    /// @throws TidemillException when there is no result
    @Nullable Object apply(@Nullable Object[] arguments, Evaluation evaluation);

    /// This body for arguments that are there; NULL as soon as one is NULL.
    default Body strict() {
        return (arguments, evaluation) -> {
            for (var argument : arguments) {
                if (argument == null) {
                    return null;
                }
            }
            return apply(arguments, evaluation);
        };
    }

    /// NULL where this body raises an error of a value.
    default Body lenient() {
        return (arguments, evaluation) -> {
            try {
                return apply(arguments, evaluation);
            } catch (TidemillException | ArithmeticException | DateTimeException _) {
                return null;
            }
        };
    }
}
