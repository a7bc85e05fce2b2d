/// JSON as a format of files: one document a line, or with `multiLine` one or many in a file.
///
/// A line is first read by [JsonObjectReader], which guesses that the next key is the one that
/// followed last time, checks every byte of it, and gives up on anything unusual; then
/// [JsonRecords] reads the line again with [JsonCursor] and the [JsonValue] of each column, which
/// take every form of JSON and the leniencies of Spark's options, and say what is wrong.
@NullMarked
package io.tidemill.format.json;

import org.jspecify.annotations.NullMarked;
