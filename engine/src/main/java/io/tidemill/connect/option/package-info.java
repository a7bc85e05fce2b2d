/// Options: text by Spark's names in, checked records out.
@NullMarked
package io.tidemill.connect.option;

import org.jspecify.annotations.NullMarked;
