/// CSV as a format of files, in the dialect of Spark's options (and so of the univocity parser): by
/// default a backslash escapes a quote, with `escape` set to `"` it is RFC 4180.
///
/// [CsvRecord] finds the fields of a record, [CsvReader] turns them into columns by position,
/// [CsvWriter] writes them.
@NullMarked
package io.tidemill.format.csv;

import org.jspecify.annotations.NullMarked;
