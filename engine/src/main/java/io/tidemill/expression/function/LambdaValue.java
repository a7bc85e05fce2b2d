package io.tidemill.expression.function;

import org.jspecify.annotations.Nullable;

/// A lambda as an argument: called by a higher-order function with as many values as it has
/// parameters.
@FunctionalInterface
public interface LambdaValue {
    @Nullable Object apply(@Nullable Object... values);
}
