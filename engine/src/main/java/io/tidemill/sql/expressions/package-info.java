/// Functions and windows as values, with Spark's names.
@NullMarked
package io.tidemill.sql.expressions;

import org.jspecify.annotations.NullMarked;
