package io.tidemill.file;

import io.tidemill.data.Json;

/// How far a file source has read: `{"files":12}`, or `{"files":12,"from":1073741824}` when of the
/// thirteenth file so many bytes have been taken.
///
/// @param files how many files have been taken whole
/// @param from where the next file goes on; 0 when none of it has been taken
record FileOffset(long files, long from) {
    static FileOffset of(String text) {
        var fields = Json.parseObject(text);
        if (fields.get("files") instanceof Long files) {
            return new FileOffset(files, fields.get("from") instanceof Long from ? from : 0);
        }
        throw new IllegalArgumentException("no offset of a file source: " + text);
    }

    String text() {
        return "{\"files\":" + files + (from == 0 ? "" : ",\"from\":" + from) + "}";
    }
}
