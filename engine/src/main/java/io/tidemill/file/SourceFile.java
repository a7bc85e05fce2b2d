package io.tidemill.file;

import io.tidemill.system.FileStat;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file that a source may read.
///
/// @param size bytes when it was listed
/// @param modifiedMicros when it was last changed, microseconds since 1970
/// @param partition the values of the folders `key=value` it lies in, as text; null for
///   `__HIVE_DEFAULT_PARTITION__`
record SourceFile(
        Path path, long size, long modifiedMicros, Map<String, @Nullable String> partition) {
    SourceFile {
        partition = Collections.unmodifiableMap(new LinkedHashMap<>(partition));
    }

    static SourceFile of(FileStat stat, Map<String, @Nullable String> partition) {
        return new SourceFile(stat.path(), stat.size(), stat.modifiedMicros(), partition);
    }
}
