package io.tidemill.connect;

import java.util.Map;
import java.util.Optional;

/// How it stands with a source, as it knew when it last looked.
///
/// @param metrics what progress shows of it besides rows, by names that stay the same
/// @param warning what people should do something about, in words, for as long as it holds; it is
///   told once, when it begins
public record SourceHealth(Map<String, String> metrics, Optional<String> warning) {
    /// There is nothing to say.
    public static final SourceHealth FINE = new SourceHealth(Map.of(), Optional.empty());

    public SourceHealth {
        metrics = Map.copyOf(metrics);
    }
}
