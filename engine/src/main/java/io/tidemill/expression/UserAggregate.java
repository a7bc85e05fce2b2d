package io.tidemill.expression;

import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Group;
import io.tidemill.expression.function.Signature;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An aggregate of the program: rows are put into a buffer, one by one, and in the end something
/// comes of it. Called by several workers at a time, each with buffers of its own.
///
/// A buffer is the program's object; only these methods look into it, and those that take one may
/// change it and give it back.
public interface UserAggregate {
    /// What queries call it, and plans and messages.
    String name();

    /// The arguments that it is called with.
    StructType arguments();

    DataType type();

    boolean nullable();

    boolean deterministic();

    /// What a buffer is saved as: its columns.
    StructType buffer();

    /// A buffer of no rows.
    @Nullable Object zero();

    /// The buffer with one more row.
    ///
    /// @param values one for each of [#arguments], boxed as `io.tidemill.data` says; kept by nobody
    ///   else
    @Nullable Object reduce(@Nullable Object buffer, @Nullable Object[] values);

    /// The result, boxed as [#type].
    @Nullable Object finish(@Nullable Object buffer);

    /// The values of a buffer, in the order of [#buffer]; the buffer goes on being used.
    List<@Nullable Object> save(@Nullable Object buffer);

    @Nullable Object load(List<@Nullable Object> saved);

    /// This as analysis sees it.
    default Function function() {
        var types = arguments().fieldList().stream().map(field -> field.dataType()).toList();
        return new Function(
                name(),
                List.of(),
                Group.AGGREGATE,
                name() + "(..)",
                "An aggregate of the program.",
                List.of(),
                deterministic(),
                true,
                arguments -> {
                    arguments.countBetween(types.size(), types.size());
                    return new Signature(types, type(), nullable(), (_, _) -> null);
                },
                Optional.empty(),
                Optional.empty());
    }
}
