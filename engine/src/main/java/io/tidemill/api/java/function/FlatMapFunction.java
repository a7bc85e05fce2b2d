package io.tidemill.api.java.function;

import java.io.Serializable;
import java.util.Iterator;

/// One value in, any number of values out.
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
    Iterator<R> call(T value) throws Exception;
}
