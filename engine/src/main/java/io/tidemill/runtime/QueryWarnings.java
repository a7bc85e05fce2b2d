package io.tidemill.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells the warnings that are new from those that were told already: each of a source's is told
/// when it begins, and again only after it was gone. Used by the query's thread.
final class QueryWarnings {
    private final Set<Told> told = new HashSet<>();

    private record Told(String source, String name) {}

    /// What is to be told now.
    List<String> begun(List<OpenSource> sources) {
        List<String> begun = new ArrayList<>();
        for (var source : sources) {
            var warnings = source.source().health().warnings();
            told.removeIf(one -> one.source.equals(source.id()) && !warnings.containsKey(one.name));
            warnings.forEach((name, warning) -> {
                if (told.add(new Told(source.id(), name))) {
                    begun.add(warning);
                }
            });
        }
        return begun;
    }
}
