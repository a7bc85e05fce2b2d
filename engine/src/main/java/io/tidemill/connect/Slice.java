package io.tidemill.connect;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one epoch reads of one source: the part of the epoch's plan that is logged, so that an
/// epoch run again reads the same rows.
///
/// @param start the offset before the first row, as JSON
/// @param end the offset behind the last row, as JSON
/// @param splits what to read; rows of one split keep their order
/// @param rows how many rows that is, or -1 when nobody knows before reading
/// @param bytes how many bytes that is, or -1
public record Slice(String start, String end, List<Split> splits, long rows, long bytes) {
    public Slice {
        splits = List.copyOf(splits);
    }

    /// A slice without rows that stays at `offset`.
    public static Slice empty(String offset) {
        return new Slice(offset, offset, List.of(), 0, 0);
    }

    public Map<String, @Nullable Object> toJson() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("start", Json.parse(start));
        map.put("end", Json.parse(end));
        map.put("rows", rows);
        map.put("bytes", bytes);
        map.put("splits", splits.stream().map(Split::fields).toList());
        return map;
    }

    @SuppressWarnings("unchecked")
    public static Slice fromJson(Map<String, @Nullable Object> map) {
        var splits = (List<Map<String, @Nullable Object>>) required(map, "splits");
        return new Slice(
                Json.write(map.get("start")),
                Json.write(map.get("end")),
                splits.stream().map(Split::new).toList(),
                (Long) required(map, "rows"),
                (Long) required(map, "bytes"));
    }

    private static Object required(Map<String, @Nullable Object> map, String key) {
        var value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("a slice needs '%s': %s".formatted(key, map));
        }
        return value;
    }
}
