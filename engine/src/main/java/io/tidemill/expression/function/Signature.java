package io.tidemill.expression.function;

import io.tidemill.sql.types.DataType;
import java.util.List;

/// What a call means once the types of its arguments are known.
///
/// @param arguments the types that the arguments are cast to, one for each
/// @param type of the result
/// @param nullable whether the result may be NULL
/// @param body computes the result; for this one place in a query only
public record Signature(List<DataType> arguments, DataType type, boolean nullable, Body body) {
    public Signature {
        arguments = List.copyOf(arguments);
    }
}
