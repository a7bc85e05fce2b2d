package io.tidemill.api.java.function;

import java.io.Serializable;

/// Takes two values: in `foreachBatch` the rows of an epoch and its number.
@FunctionalInterface
public interface VoidFunction2<T1, T2> extends Serializable {
    void call(T1 first, T2 second) throws Exception;
}
