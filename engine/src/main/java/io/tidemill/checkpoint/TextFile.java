package io.tidemill.checkpoint;

import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Small files of `key=value` lines that a person can read; the last line is the checksum of those
/// before it. They appear whole or not at all, and never replace another one.
final class TextFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final String CHECKSUM = "checksum=";

    private TextFile() {}

    /// Writes and publishes a file, durably.
    ///
    /// @param temporary a name in the same directory that nobody else uses
    /// @throws java.nio.file.FileAlreadyExistsException if there is a file of that name
    static void publish(FileSystem files, Path temporary, Path path, Map<String, String> fields)
            throws IOException {
        files.delete(temporary); // left by an attempt that failed
        var text = new StringBuilder();
        fields.forEach((key, value) ->
                text.append(key)
                        .append('=')
                        .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                        .append('\n'));
        var checksum = Bytes.utf8(text.toString()).checksum();
        text.append(CHECKSUM).append("%08x".formatted(checksum)).append('\n');
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try (var file = files.create(temporary)) {
            file.writeFully(0, bytes, 0, bytes.length);
            file.sync();
        }
        files.publish(temporary, path);
        files.syncDirectory(path.getParent() == null ? Path.of(".") : path.getParent());
    }

    /// Reads a file; empty if its checksum is wrong or it is none of ours.
    static Optional<Map<String, String>> read(FileSystem files, Path path) throws IOException {
        var text = new String(files.readAll(path, MAX_BYTES), StandardCharsets.UTF_8);
        var end = text.lastIndexOf(CHECKSUM);
        if (end < 0
                || !text.substring(end + CHECKSUM.length())
                        .strip()
                        .equals("%08x".formatted(Bytes.utf8(text.substring(0, end)).checksum()))) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, String>();
        text.substring(0, end)
                .lines()
                .forEach(line -> {
                    var equals = line.indexOf('=');
                    if (equals > 0) {
                        fields.put(
                                line.substring(0, equals),
                                line.substring(equals + 1)
                                        .replace("\\n", "\n")
                                        .replace("\\\\", "\\"));
                    }
                });
        return Optional.of(fields);
    }
}
