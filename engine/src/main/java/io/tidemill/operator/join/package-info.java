/// Joins: the pairs of rows of two inputs that belong together, kept up to date.
@NullMarked
package io.tidemill.operator.join;

import org.jspecify.annotations.NullMarked;
