package io.tidemill.file;

import io.tidemill.connect.Format;
import io.tidemill.sql.types.StructType;
import java.nio.file.Path;
import java.time.ZoneId;

/// How a source reads: where, in which format, with which columns.
///
/// @param path absolute, perhaps a glob
/// @param schema of all columns, those of folders as well
/// @param zone of times in names of folders
record SourceLayout(
        Path path,
        Format.Configured format,
        WorldFiles opener,
        Codecs codecs,
        StructType schema,
        ZoneId zone,
        FileSourceOptions options) {
    /// Whether a file may be read in pieces.
    boolean isSplittable(SourceFile file) {
        return format.splittable()
                && (format.selfCompressed()
                        || codecs.ofFile(String.valueOf(file.path().getFileName())).isEmpty());
    }
}
