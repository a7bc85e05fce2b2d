/// The types of values by Spark's names: what a column may hold, and what a row's fields are.
@NullMarked
package io.tidemill.sql.types;

import org.jspecify.annotations.NullMarked;
