package io.tidemill.sql.expressions;

import io.tidemill.sql.Encoder;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// An aggregate of the program: what the rows of a group come to, by way of a buffer.
///
/// `functions.udaf` makes a function of it. Called by several workers at a time, so what it keeps
/// outside of its buffers must bear that. Since rows of a stream may be taken away, the values of a
/// group are kept, and a changed group is computed anew: [#zero], then [#reduce] for each value, in
/// no certain order, then [#finish].
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

    /// A buffer for the rows of both.
    public abstract BUF merge(BUF first, BUF second);

    /// The result.
    public abstract @Nullable OUT finish(BUF buffer);

    /// How buffers would be kept; asked for by Spark, and not used here.
    public abstract Encoder<BUF> bufferEncoder();

    /// What the result is as a value of a column: a value of one type, or a struct.
    public abstract Encoder<OUT> outputEncoder();
}
