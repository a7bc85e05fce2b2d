package io.tidemill.api.java.function;

import java.io.Serializable;
import java.util.Iterator;

/// Makes one value of a key and the values of its group.
@FunctionalInterface
public interface MapGroupsFunction<K, V, R> extends Serializable {
    R call(K key, Iterator<V> values) throws Exception;
}
