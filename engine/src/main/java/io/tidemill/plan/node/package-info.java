/// What is to be computed, as records, with nothing of Calcite in them: the engine makes a circuit
/// of it, the Spark runner makes Spark's Dataset calls of it.
@NullMarked
package io.tidemill.plan.node;

import org.jspecify.annotations.NullMarked;
