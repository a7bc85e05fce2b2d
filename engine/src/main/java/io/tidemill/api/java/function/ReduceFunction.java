package io.tidemill.api.java.function;

import java.io.Serializable;

/// Makes one value of two; the order in which values are combined is not defined.
@FunctionalInterface
public interface ReduceFunction<T> extends Serializable {
    T call(T left, T right) throws Exception;
}
