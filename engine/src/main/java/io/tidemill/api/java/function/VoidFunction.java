package io.tidemill.api.java.function;

import java.io.Serializable;

/// Takes a value.
@FunctionalInterface
public interface VoidFunction<T> extends Serializable {
    void call(T value) throws Exception;
}
