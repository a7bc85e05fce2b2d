package io.tidemill.operator.aggregate;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.WindowCall;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One aggregate over the rows of a frame, for window functions: rows are added, and taken away
/// again where that gives exactly what was there before.
public final class FrameAggregate {
    /// Lists follow the order of the window.
    private static final SortKey BY_POSITION =
            new SortKey(new Expression.Input(0, "position", DataTypes.LongType, false), true, true);

    private final Supplier<Accumulator> fresh;
    private final boolean exact;
    private final boolean ordered;
    private final int[] arguments;
    private final @Nullable Object[] values;
    private Accumulator accumulator;

    /// @throws io.tidemill.data.TidemillException UNSUPPORTED_FEATURE when there is no such
    ///   aggregate
    public FrameAggregate(WindowCall call) {
        ordered =
                List.of("collect_list", "array_agg", "listagg", "string_agg")
                        .contains(call.function());
        var aggregate =
                new AggregateCall(
                        call.function(),
                        call.arguments(),
                        false,
                        Optional.empty(),
                        ordered ? List.of(BY_POSITION) : List.of(),
                        call.ignoreNulls(),
                        call.type(),
                        call.nullable(),
                        call.position());
        fresh = Accumulators.of(aggregate, true);
        accumulator = fresh.get();
        var taken = Tuples.values(aggregate);
        arguments =
                IntStream.range(0, call.arguments().size())
                        .filter(i -> i < taken.size() && taken.get(i) == call.arguments().get(i))
                        .toArray();
        values = new @Nullable Object[taken.size()];
        exact =
                List.of("count", "sum", "avg", "mean", "min", "max").contains(call.function())
                        && call.arguments().stream()
                                .noneMatch(argument -> isFloating(argument.type()));
    }

    /// Numbers whose sum depends on the order, and zeros that are equal but not the same.
    private static boolean isFloating(DataType type) {
        return switch (type) {
            case FloatType _, DoubleType _ -> true;
            case ArrayType array -> isFloating(array.elementType());
            case MapType map -> isFloating(map.keyType()) || isFloating(map.valueType());
            case StructType struct ->
                    struct.fieldList().stream().anyMatch(field -> isFloating(field.dataType()));
            default -> false;
        };
    }

    /// Whether rows may be taken away: the result then depends on the rows that are there alone,
    /// not on those that were.
    public boolean isExact() {
        return exact;
    }

    /// Forgets all rows.
    public void clear() {
        accumulator = fresh.get();
    }

    /// Which of the call's arguments are taken from each row; the others are settings.
    public int[] arguments() {
        return arguments;
    }

    /// @param row the arguments that [#arguments] says, in front of an array that is long enough
    /// @param position of the row in its partition
    public void add(@Nullable Object[] row, long position, long weight) {
        System.arraycopy(row, 0, values, 0, arguments.length);
        if (ordered) {
            values[arguments.length] = position;
        }
        accumulator.add(values, weight);
    }

    public @Nullable Object result() {
        return accumulator.result();
    }
}
