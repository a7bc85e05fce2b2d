package io.tidemill.api.java.function;

import java.io.Serializable;

/// One value in, one value out.
@FunctionalInterface
public interface MapFunction<T, U> extends Serializable {
    U call(T value) throws Exception;
}
