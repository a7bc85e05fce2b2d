/// Functions of the program of one row's values, with Spark's names.
@NullMarked
package io.tidemill.sql.api.java;

import org.jspecify.annotations.NullMarked;
