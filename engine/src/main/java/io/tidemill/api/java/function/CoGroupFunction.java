package io.tidemill.api.java.function;

import java.io.Serializable;
import java.util.Iterator;

/// Makes any number of values of a key and the values of its groups in two tables, of which one may
/// be empty.
@FunctionalInterface
public interface CoGroupFunction<K, V, W, R> extends Serializable {
    Iterator<R> call(K key, Iterator<V> left, Iterator<W> right) throws Exception;
}
