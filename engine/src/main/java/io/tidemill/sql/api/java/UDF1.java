package io.tidemill.sql.api.java;

import java.io.Serializable;

/// A function of the program of one argument, for `udf().register` and `functions.udf`.
@FunctionalInterface
public interface UDF1<T1, R> extends Serializable {
    R call(T1 t1) throws Exception;
}
