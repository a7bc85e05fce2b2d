package io.tidemill.expression;

import io.tidemill.sql.types.StructType;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A function of the program over rows, opaque to planning.
///
/// Called by several workers at a time, each with a piece of its input. It should give the same
/// rows for the same row whenever it is called, since rows are computed again after a crash.
public interface RowMapping {
    /// What plans and messages call it; the same in every run of the program.
    String name();

    /// @param rows values boxed as `io.tidemill.data` says, in the order of `columns`
    /// @return rows of the mapping's result, boxed likewise
    Iterator<@Nullable Object[]> apply(Iterator<@Nullable Object[]> rows, StructType columns)
            throws Exception;
}
