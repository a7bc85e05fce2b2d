package io.tidemill.connect;

import java.util.Map;
import java.util.TreeMap;

/// How it stands with a source, as it knew when it last looked.
///
/// @param metrics what progress shows of it besides rows, by names that stay the same
/// @param warnings what people should do something about, in words, for as long as it holds, each
///   under a name; what comes under a new name is told, once
public record SourceHealth(Map<String, String> metrics, Map<String, String> warnings) {
    /// There is nothing to say.
    public static final SourceHealth FINE = new SourceHealth(Map.of(), Map.of());

    public SourceHealth {
        metrics = Map.copyOf(metrics);
        warnings = Map.copyOf(warnings);
    }

    /// This, with more to show and one thing more to tell.
    public SourceHealth with(Map<String, String> moreMetrics, String name, String warning) {
        var allMetrics = new TreeMap<>(metrics);
        allMetrics.putAll(moreMetrics);
        var allWarnings = new TreeMap<>(warnings);
        allWarnings.put(name, warning);
        return new SourceHealth(allMetrics, allWarnings);
    }
}
