package io.tidemill.generate;

import io.tidemill.connect.Split;
import io.tidemill.data.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The offset of a generator: how many rows came before, and since when it runs.
///
/// @param number of the next row
/// @param startMicros when the query began to read, microseconds since 1970
record Position(long number, long startMicros) {
    static Position parse(String offset) {
        var fields = Json.parseObject(offset);
        return new Position(number(fields, "number"), number(fields, "startMicros"));
    }

    String toJson() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("number", number);
        fields.put("startMicros", startMicros);
        return Json.write(fields);
    }

    Position to(long newNumber) {
        return new Position(newNumber, startMicros);
    }

    /// The rows from here to `end` as one split a partition.
    List<Split> splits(long end, int partitions) {
        var splits = new ArrayList<Split>();
        for (int partition = 0; partition < partitions; partition++) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("from", number);
            fields.put("to", end);
            fields.put("partition", (long) partition);
            fields.put("of", (long) partitions);
            fields.put("startMicros", startMicros);
            splits.add(new Split(fields));
        }
        return splits;
    }

    private static long number(Map<String, @Nullable Object> fields, String key) {
        if (fields.get(key) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("an offset needs '%s': %s".formatted(key, fields));
    }
}
