/// Operators whose answer depends on an order of rows: ranks, first rows, window functions, limits;
/// and what keeps rows in order.
///
/// Rows are kept as bytes that compare as the rows do ([io.tidemill.operator.order.RowBytes]), in
/// pages, by partition ([io.tidemill.operator.order.OrderedRows]).
@NullMarked
package io.tidemill.operator.order;

import org.jspecify.annotations.NullMarked;
