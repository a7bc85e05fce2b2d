package io.tidemill.operator.aggregate;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import java.util.function.Supplier;

/// Makes the accumulators that an aggregate of a query needs.
final class Accumulators {
    private Accumulators() {}

    /// @param retracting whether rows may be taken away again
    /// @throws TidemillException UNSUPPORTED_FEATURE when there is no such aggregate yet
    static Supplier<Accumulator> of(AggregateCall call, boolean retracting) {
        if (call.distinct() || call.arguments().size() > 1) {
            throw unsupported(call);
        }
        var type = call.arguments().isEmpty() ? call.type() : call.arguments().get(0).type();
        return switch (call.function()) {
            case "count" ->
                    call.arguments().isEmpty() ? () -> new Count(true) : () -> new Count(false);
            case "min" -> extreme(type, true, retracting);
            case "max" -> extreme(type, false, retracting);
            case "sum" -> () -> sum(type, call.type(), false, call);
            case "avg", "mean" -> () -> sum(type, call.type(), true, call);
            default -> throw unsupported(call);
        };
    }

    private static Supplier<Accumulator> extreme(DataType type, boolean least, boolean retracting) {
        return retracting ? () -> new ExtremeOfMany(type, least) : () -> new Extreme(type, least);
    }

    private static Accumulator sum(
            DataType type, DataType result, boolean average, AggregateCall call) {
        return switch (type) {
            case FloatType _, DoubleType _ -> new FloatingSum(average);
            default -> new ExactSum(type, result, average, call);
        };
    }

    private static TidemillException unsupported(AggregateCall call) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "the aggregate %s is not available yet".formatted(call.position().describe()),
                "use count, sum, min, max or avg without DISTINCT");
    }
}
