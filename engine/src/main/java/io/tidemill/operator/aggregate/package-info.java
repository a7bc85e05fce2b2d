/// Aggregation: accumulators, and the operator that keeps one set of them a group.
@NullMarked
package io.tidemill.operator.aggregate;

import org.jspecify.annotations.NullMarked;
