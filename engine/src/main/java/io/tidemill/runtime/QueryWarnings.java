package io.tidemill.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells the warnings that are new from those that were told already: each source's is told when it
/// begins, and again only after it was gone. Used by the query's thread.
final class QueryWarnings {
    private final Set<String> told = new HashSet<>();

    /// What is to be told now.
    List<String> begun(List<OpenSource> sources) {
        List<String> begun = new ArrayList<>();
        for (var source : sources) {
            var warning = source.source().health().warning();
            if (warning.isEmpty()) {
                told.remove(source.id());
            } else if (told.add(source.id())) {
                begun.add(warning.get());
            }
        }
        return begun;
    }
}
