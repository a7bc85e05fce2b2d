package io.tidemill.api.java.function;

import java.io.Serializable;

/// Whether a value is kept.
@FunctionalInterface
public interface FilterFunction<T> extends Serializable {
    boolean call(T value) throws Exception;
}
