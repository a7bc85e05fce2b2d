/// Text as a format of files: a line is a row with one column, `value`.
@NullMarked
package io.tidemill.format.text;

import org.jspecify.annotations.NullMarked;
