package io.tidemill.api.java.function;

import java.io.Serializable;
import java.util.Iterator;

/// Takes the values of one piece of the input.
@FunctionalInterface
public interface ForeachPartitionFunction<T> extends Serializable {
    void call(Iterator<T> values) throws Exception;
}
