/// How rows lie in files: what the readers and writers of JSON, CSV and text share.
///
/// A reader takes bytes a chunk at a time ([RecordChunks]) and fills columns directly; strings are
/// views into the chunk. Values are read by hand from bytes ([NumberText], [TimeText]) and written
/// by hand to bytes ([ByteOut]). What cannot be read goes to [io.tidemill.connect.BadRecords] and,
/// by [ParseMode], into the rows or not.
@NullMarked
package io.tidemill.format;

import org.jspecify.annotations.NullMarked;
