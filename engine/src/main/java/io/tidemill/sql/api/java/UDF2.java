package io.tidemill.sql.api.java;

import java.io.Serializable;

/// A function of the program of 2 arguments, for `udf().register` and `functions.udf`.
@FunctionalInterface
public interface UDF2<T1, T2, R> extends Serializable {
    R call(T1 t1, T2 t2) throws Exception;
}
