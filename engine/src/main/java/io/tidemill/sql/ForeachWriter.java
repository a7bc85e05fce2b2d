package io.tidemill.sql;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// Takes the rows of a streaming query one by one, as the program wants.
///
/// For each partition of each epoch: [#open], [#process] for each row if it answered true, and
/// [#close] always. After a crash the last epoch may come again with the same number and rows; a
/// writer that keeps (partition, epoch) with what it wrote can answer false and write nothing
/// twice.
public abstract class ForeachWriter<T> implements Serializable {
    private static final long serialVersionUID = 1;

    /// @return whether the rows are wanted
    public abstract boolean open(long partitionId, long epochId);

    public abstract void process(T value);

    /// @param error what went wrong, or null
    public abstract void close(@Nullable Throwable error);
}
