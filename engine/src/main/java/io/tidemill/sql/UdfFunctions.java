package io.tidemill.sql;

import io.tidemill.sql.api.java.UDF0;
import io.tidemill.sql.api.java.UDF1;
import io.tidemill.sql.api.java.UDF10;
import io.tidemill.sql.api.java.UDF2;
import io.tidemill.sql.api.java.UDF3;
import io.tidemill.sql.api.java.UDF4;
import io.tidemill.sql.api.java.UDF5;
import io.tidemill.sql.api.java.UDF6;
import io.tidemill.sql.api.java.UDF7;
import io.tidemill.sql.api.java.UDF8;
import io.tidemill.sql.api.java.UDF9;
import io.tidemill.sql.expressions.Aggregator;
import io.tidemill.sql.expressions.UserDefinedFunction;
import io.tidemill.sql.types.DataType;

/// Functions of the program, as values: the `udf` methods of [functions].
abstract sealed class UdfFunctions extends LambdaFunctions permits functions {
    UdfFunctions() {}

    /// An aggregate of the program.
    ///
    /// @param input what its values are made of: the arguments are cast to these columns
    public static <IN, BUF, OUT> UserDefinedFunction udaf(
            Aggregator<IN, BUF, OUT> aggregator, Encoder<IN> input) {
        return Udaf.of(aggregator, input);
    }

    /// A function of the program of no arguments.
    public static UserDefinedFunction udf(UDF0<?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of one argument.
    public static UserDefinedFunction udf(UDF1<?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 2 arguments.
    public static UserDefinedFunction udf(UDF2<?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 3 arguments.
    public static UserDefinedFunction udf(UDF3<?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 4 arguments.
    public static UserDefinedFunction udf(UDF4<?, ?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 5 arguments.
    public static UserDefinedFunction udf(UDF5<?, ?, ?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 6 arguments.
    public static UserDefinedFunction udf(UDF6<?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 7 arguments.
    public static UserDefinedFunction udf(
            UDF7<?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 8 arguments.
    public static UserDefinedFunction udf(
            UDF8<?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 9 arguments.
    public static UserDefinedFunction udf(
            UDF9<?, ?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }

    /// A function of the program of 10 arguments.
    public static UserDefinedFunction udf(
            UDF10<?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        return Udfs.of(function, returnType);
    }
}
