package io.tidemill.file;

import io.tidemill.connect.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A piece `[from, to)` of a file.
record FileSplit(SourceFile file, long from, long to) {
    /// This piece as one, or as many of at most `pieceMax` bytes as it takes.
    List<FileSplit> cut(boolean splittable, long pieceMax) {
        long size = to - from;
        if (!splittable || size <= pieceMax) {
            return List.of(this);
        }
        long count = (size + pieceMax - 1) / pieceMax;
        var pieces = new ArrayList<FileSplit>();
        for (long i = 0; i < count; i++) {
            pieces.add(new FileSplit(file, from + size * i / count, from + size * (i + 1) / count));
        }
        return pieces;
    }

    Split toSplit() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("path", file.path().toString());
        fields.put("size", file.size());
        fields.put("modified", file.modifiedMicros());
        fields.put("from", from);
        fields.put("to", to);
        if (!file.partition().isEmpty()) {
            fields.put("partition", file.partition());
        }
        return new Split(fields);
    }

    @SuppressWarnings("unchecked")
    static FileSplit of(Split split) {
        var partition = split.fields().get("partition");
        var file =
                new SourceFile(
                        Path.of(split.text("path")),
                        split.number("size"),
                        split.number("modified"),
                        partition == null ? Map.of() : (Map<String, @Nullable String>) partition);
        return new FileSplit(file, split.number("from"), split.number("to"));
    }
}
