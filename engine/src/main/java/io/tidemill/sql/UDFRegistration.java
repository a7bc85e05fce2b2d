package io.tidemill.sql;

import io.tidemill.expression.UserFunction;
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
import io.tidemill.sql.expressions.UserDefinedFunction;
import io.tidemill.sql.types.DataType;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The functions of the program that the SQL of a session knows, by name; [TidemillSession#udf].
///
/// A function is called by several workers at a time with the objects that a [Row] holds, a struct
/// as a `Row`, NULL as null, and gives an object of its return type. It is opaque to planning. What
/// it throws ends the query with FAILED_EXECUTE_UDF, which names the function, its place in the
/// query and the row. Names count without case; one that is registered again, or that a function of
/// SQL has, means the newest from then on.
public final class UDFRegistration {
    private final Map<String, UserFunction> functions = new TreeMap<>();

    UDFRegistration() {}

    /// Registers a function of no arguments.
    public void register(String name, UDF0<?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of one argument.
    public void register(String name, UDF1<?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 2 arguments.
    public void register(String name, UDF2<?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 3 arguments.
    public void register(String name, UDF3<?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 4 arguments.
    public void register(String name, UDF4<?, ?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 5 arguments.
    public void register(String name, UDF5<?, ?, ?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 6 arguments.
    public void register(String name, UDF6<?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 7 arguments.
    public void register(String name, UDF7<?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 8 arguments.
    public void register(
            String name, UDF8<?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 9 arguments.
    public void register(
            String name, UDF9<?, ?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function of 10 arguments.
    public void register(
            String name, UDF10<?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
        add(name, Udfs.of(function, returnType));
    }

    /// Registers a function that was made by `functions.udf` or `functions.udaf`.
    public UserDefinedFunction register(String name, UserDefinedFunction function) {
        var named = function.withName(name);
        add(name, (UserFunction) named);
        return named;
    }

    private void add(String name, Udf function) {
        add(name, (UserFunction) function.withName(name));
    }

    private synchronized void add(String name, UserFunction function) {
        functions.put(name.toLowerCase(Locale.ROOT), function);
    }

    synchronized Optional<UserFunction> find(String name) {
        return Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)));
    }

    synchronized Collection<String> names() {
        return functions.values().stream().map(UserFunction::name).toList();
    }
}
