package io.tidemill.sql.api.java;

import java.io.Serializable;

/// A function of the program of no arguments, for `udf().register` and `functions.udf`.
@FunctionalInterface
public interface UDF0<R> extends Serializable {
    R call() throws Exception;
}
