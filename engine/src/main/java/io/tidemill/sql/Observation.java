package io.tidemill.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Takes the metrics that [Dataset#observe(Observation, Column, Column...)] computes, once: of the
/// first action on the Dataset.
public final class Observation {
    private static final AtomicLong COUNT = new AtomicLong();

    private final String name;
    private final CompletableFuture<Row> metrics = new CompletableFuture<>();

    /// One with a name of its own.
    public Observation() {
        this("observation-" + COUNT.incrementAndGet());
    }

    /// @throws IllegalArgumentException when the name is empty
    public Observation(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of an observation must not be empty");
        }
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// The metrics by name; waits for the first action to end.
    public Map<String, @Nullable Object> get() throws InterruptedException {
        try {
            return map(metrics.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As [#get].
    public Map<String, @Nullable Object> getAsJava() throws InterruptedException {
        return get();
    }

    /// The metrics; empty before the first action has ended.
    public Map<String, @Nullable Object> getOrEmpty() {
        var row = metrics.getNow(null);
        return row == null ? Map.of() : map(row);
    }

    void complete(Row row) {
        metrics.complete(row);
    }

    private static Map<String, @Nullable Object> map(Row row) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        var columns = Objects.requireNonNull(row.schema()).fieldNames();
        for (int i = 0; i < columns.length; i++) {
            map.put(columns[i], row.get(i));
        }
        return Collections.unmodifiableMap(map);
    }
}
