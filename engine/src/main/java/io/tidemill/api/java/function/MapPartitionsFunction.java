package io.tidemill.api.java.function;

import java.io.Serializable;
import java.util.Iterator;

/// Many values in, any number of values out; called once for each piece of the input.
@FunctionalInterface
public interface MapPartitionsFunction<T, U> extends Serializable {
    Iterator<U> call(Iterator<T> values) throws Exception;
}
