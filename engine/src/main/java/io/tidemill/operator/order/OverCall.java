package io.tidemill.operator.order;

import io.tidemill.expression.WindowCall;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// A window function, and in which columns of a row its arguments stand.
///
/// @param arguments a column for each argument
/// @param filter the column that says which rows count; -1: all
/// @param keyColumn the column of the one sort key; -1: there is not just one
/// @param ascending whether that key is
public record OverCall(
        WindowCall call, List<Integer> arguments, int filter, int keyColumn, boolean ascending) {
    public OverCall {
        arguments = List.copyOf(arguments);
    }

    /// The first argument's column; -1 when there is none.
    int argument() {
        return arguments.isEmpty() ? -1 : arguments.getFirst();
    }

    /// Reads of a row the columns alone that are given on.
    static RowBytes outputCodec(StructType input, List<RowBytes.Part> order, int columns) {
        var parts =
                order.stream()
                        .map(part ->
                                part.target() < columns
                                        ? part
                                        : new RowBytes.Part(
                                                part.column(),
                                                -1,
                                                part.ascending(),
                                                part.nullsFirst()))
                        .toList();
        return new RowBytes(input, parts, 0);
    }
}
