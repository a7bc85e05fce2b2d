package io.tidemill.expression;

import io.tidemill.sql.types.DataType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A function of the program that computes one value from the values of one row; opaque to
/// planning: it is neither folded nor moved.
///
/// Called by several workers at a time. It should give the same value for the same arguments
/// whenever it is called, as rows are computed again after a crash.
public interface UserFunction {
    /// What queries call it, and plans and messages.
    String name();

    /// How many arguments it takes.
    int count();

    DataType type();

    boolean nullable();

    /// Whether equal arguments always give the same.
    boolean deterministic();

    /// What it is if it is called on the rows of a group; empty for a function of one row.
    default Optional<UserAggregate> aggregate() {
        return Optional.empty();
    }

    /// @param arguments boxed as `io.tidemill.data` says
    /// @param types of the arguments
    /// @return a value of [#type], boxed likewise
    @Nullable Object apply(@Nullable Object[] arguments, List<DataType> types) throws Exception;
}
