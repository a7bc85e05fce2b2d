/// The public API, with Spark's names: a program written against Spark's Dataset API runs here
/// after its imports and the name of its session class change.
///
/// [io.tidemill.sql.TidemillSession] makes a [io.tidemill.sql.Dataset] of files, tables, SQL or
/// rows; a Dataset is a description of rows, of a table that is there (batch) or of one that grows
/// (streaming), with the same calls for both; actions run it once, `writeStream` keeps it running.
@NullMarked
package io.tidemill.sql;

import org.jspecify.annotations.NullMarked;
