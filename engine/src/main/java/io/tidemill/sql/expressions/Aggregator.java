package io.tidemill.sql.expressions;

import io.tidemill.sql.Encoder;
import io.tidemill.sql.TypedColumn;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// An aggregate of the program: what the rows of a group come to, by way of a buffer.
///
/// `functions.udaf` makes a function of it. Called by several workers at a time, so what it keeps
/// outside of its buffers must bear that. Where rows are only added, a group keeps a buffer, which
/// takes each row once, in the order in which they come to its worker, and is saved by
/// [#bufferEncoder]. Where rows may be taken away, the values of a group are kept (EXPLAIN says
/// so), and a changed group is computed anew: [#zero], then [#reduce] for each value in the total
/// order of values, then [#finish]. Rows of a group come to one worker, so that buffers are never
/// merged.
///
/// @param <IN> what the rows are
/// @param <BUF> what is kept on the way
/// @param <OUT> what comes of it
public abstract class Aggregator<IN, BUF, OUT> implements Serializable {
    private static final long serialVersionUID = 1;

    /// A buffer of no rows.
    public abstract BUF zero();

    /// The buffer with one more value, which may be the one given; the value is null where a row
    /// has NULL.
    public abstract BUF reduce(BUF buffer, IN value);

    /// A buffer for the rows of both; for Spark, which computes groups in several places.
    public abstract BUF merge(BUF first, BUF second);

    /// The result.
    public abstract @Nullable OUT finish(BUF buffer);

    /// What a buffer is in a checkpoint: what is decoded does what the buffer would have done.
    public abstract Encoder<BUF> bufferEncoder();

    /// This as a column of a Dataset of objects, for [io.tidemill.sql.Dataset#select(TypedColumn)]
    /// and groups of objects.
    public TypedColumn<IN, OUT> toColumn() {
        return TypedColumn.of(this);
    }

    /// What the result is as a value of a column: a value of one type, or a struct.
    public abstract Encoder<OUT> outputEncoder();
}
