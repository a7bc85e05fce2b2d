package io.tidemill.expression.compile;

import io.tidemill.data.BytesColumn;

/// What generated code works on, and what it is: a subclass per structure of expressions. The
/// arrays are those of one batch's columns, put there by [GeneratedRowFunction] before each call;
/// the first index is the number of a leaf or of a projection.
abstract class Kernel {
    // The columns read: values by kind, and validity bits (never null where nulls are looked for).
    long[][] longs = {};
    long[][] highs = {};
    double[][] doubles = {};
    byte[][] bytes = {};
    int[][] starts = {};
    int[][] ends = {};
    long[][] validity = {};

    // The columns written, and where a bit is set for a row that is NULL.
    long[][] outLongs = {};
    long[][] outHighs = {};
    double[][] outDoubles = {};
    int[][] outStarts = {};
    int[][] outEnds = {};
    long[][] outNulls = {};
    BytesColumn[] outBytes = {};

    /// Byte strings, cells, sets and what else does not fit an instruction.
    Object[] constants = {};

    Zone zone = Zone.UTC;

    /// Writes the numbers of the rows below `rows` that pass the filter; returns how many do.
    abstract int filter(int rows, int[] selection);

    /// Computes projection `projection` for `rows` rows, which are `selection`'s if there is a
    /// filter.
    abstract void project(int projection, int rows, int[] selection);
}
