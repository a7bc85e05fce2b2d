package io.tidemill.api.java.function;

import java.io.Serializable;
import java.util.Iterator;

/// Makes any number of values of a key and the values of its group.
@FunctionalInterface
public interface FlatMapGroupsFunction<K, V, R> extends Serializable {
    Iterator<R> call(K key, Iterator<V> values) throws Exception;
}
