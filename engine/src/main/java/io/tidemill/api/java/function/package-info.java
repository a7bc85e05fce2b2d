/// What a program hands to a Dataset to run: Spark's functional interfaces, under Spark's names, so
/// that lambdas of a Spark program fit. Each may throw any exception; it ends the query with that
/// exception as cause.
@NullMarked
package io.tidemill.api.java.function;

import org.jspecify.annotations.NullMarked;
