package io.tidemill.api.java.function;

import java.io.Serializable;

/// One value in, one value out.
@FunctionalInterface
public interface Function<T1, R> extends Serializable {
    R call(T1 value) throws Exception;
}
