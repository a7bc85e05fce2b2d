package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;

import java.util.OptionalLong;
import java.util.SortedMap;

/// Which expressions over event time are event time themselves, and how much further they lag.
///
/// A column t with lag L promises that no row of a later epoch has a t below watermark - L. An
/// expression that never falls while t grows, and is never below t - d, keeps that promise with lag
/// L + d.
final class EventTimes {
    private EventTimes() {}

    /// The lag of an expression in microseconds; empty when it is no event time.
    ///
    /// @param times the lags of the columns it reads
    static OptionalLong lag(Expression expression, SortedMap<Integer, Long> times) {
        return switch (expression) {
            case Expression.Input input when times.containsKey(input.index()) ->
                    OptionalLong.of(times.get(input.index()));
            default -> OptionalLong.empty();
        };
    }
}
