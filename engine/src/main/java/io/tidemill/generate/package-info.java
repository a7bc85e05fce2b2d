/// Tables that need no files: generators of rows (`rate`, `rate-micro-batch`, `nexmark`), lines
/// from a `socket`, and sinks to look at (`console`) or to measure with (`noop`).
///
/// A generator numbers its rows from 0. Every value of row n is a function of n and the options
/// alone, so that a range of numbers read again, in one piece or in many, gives the same rows.
/// Partition p of m holds the numbers that leave p when divided by m.
@NullMarked
package io.tidemill.generate;

import org.jspecify.annotations.NullMarked;
