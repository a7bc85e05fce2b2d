package io.tidemill.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files that a stream has read, as far back as `maxFileAge` goes: what is older than the
/// newest one by more is forgotten, and no such file is taken any more.
final class SeenFiles {
    private final FileSourceOptions options;
    private final Map<String, Identity> files = new HashMap<>();
    private long newestMicros = Long.MIN_VALUE;
    private long forgottenBefore = Long.MIN_VALUE;
    private int forgetAt = 1024;

    SeenFiles(FileSourceOptions options) {
        this.options = options;
    }

    private record Identity(long size, long modifiedMicros) {}

    /// What a listed file is.
    enum Judgement {
        NEW,
        SEEN,
        CHANGED,
        OLD
    }

    /// What a file is known by.
    String key(Path path) {
        return options.fileNameOnly() ? String.valueOf(path.getFileName()) : path.toString();
    }

    Judgement judge(SourceFile file) {
        var known = files.get(key(file.path()));
        if (known != null) {
            boolean same =
                    known.size == file.size() && known.modifiedMicros == file.modifiedMicros();
            boolean minds =
                    options.changedFiles() == FileSourceOptions.Changed.FAIL
                            && !options.fileNameOnly();
            return same || !minds ? Judgement.SEEN : Judgement.CHANGED;
        }
        return file.modifiedMicros() < forgottenBefore ? Judgement.OLD : Judgement.NEW;
    }

    void add(SourceFile file) {
        files.put(key(file.path()), new Identity(file.size(), file.modifiedMicros()));
        newestMicros = Math.max(newestMicros, file.modifiedMicros());
        if (options.forgets()) {
            long bound = newestMicros - options.maxFileAge().toNanos() / 1000;
            forgottenBefore = Math.max(forgottenBefore, bound);
            if (files.size() >= forgetAt) {
                files.values().removeIf(known -> known.modifiedMicros < forgottenBefore);
                forgetAt = Math.max(1024, files.size() * 2);
            }
        }
    }

    Map<String, @Nullable Object> toJson() {
        files.values().removeIf(known -> known.modifiedMicros < forgottenBefore);
        var list = new ArrayList<List<Object>>();
        files.forEach((key, known) -> list.add(List.of(key, known.size, known.modifiedMicros)));
        list.sort((a, b) -> ((String) a.getFirst()).compareTo((String) b.getFirst()));
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("newest", newestMicros);
        map.put("forgottenBefore", forgottenBefore);
        map.put("files", list);
        return map;
    }

    @SuppressWarnings("unchecked")
    void fromJson(Map<String, @Nullable Object> map) {
        newestMicros = number(map.get("newest"));
        forgottenBefore = number(map.get("forgottenBefore"));
        files.clear();
        if (map.get("files") instanceof List<?> list) {
            for (var entry : (List<List<Object>>) list) {
                files.put(
                        (String) entry.get(0),
                        new Identity(number(entry.get(1)), number(entry.get(2))));
            }
        }
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("the memory of a file source has " + value);
    }
}
