/// Plans become circuits: the operators of each worker, what flows on the edges between them, and
/// what `EXPLAIN` says of both.
@NullMarked
package io.tidemill.plan.circuit;

import org.jspecify.annotations.NullMarked;
