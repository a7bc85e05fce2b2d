package io.tidemill.sql.expressions;

import io.tidemill.sql.Column;

/// A function of the program, to be called on columns or registered under a name.
///
/// Made by `functions.udf`; a value: the methods that change something give another function.
public interface UserDefinedFunction {
    /// The call of this function.
    Column apply(Column... arguments);

    /// Whether its result may be NULL.
    boolean nullable();

    /// Whether equal arguments always give the same.
    boolean deterministic();

    /// This under a name, for plans and messages.
    UserDefinedFunction withName(String name);

    /// This, promising never to give NULL.
    UserDefinedFunction asNonNullable();

    /// This, of which no more is expected than a value for each row.
    UserDefinedFunction asNondeterministic();
}
