package io.tidemill.parse;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Where the columns of a relation come from: which of them can be named through an older Dataset,
/// as in `left.col("a")`, or through the name of one, as in `"l.a"`.
///
/// @param datasets by the identity of a relation
/// @param names by what `as("l")` called it, in any case
record Provenance(Map<Long, Span> datasets, Map<String, Span> names) {
    static final Provenance NONE = new Provenance(Map.of(), Map.of());

    /// Columns `[from, to)`.
    record Span(int from, int to) {
        boolean holds(int column) {
            return column >= from && column < to;
        }
    }

    Provenance {
        datasets = Map.copyOf(datasets);
        var ignoringCase = new TreeMap<String, Span>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.putAll(names);
        names = java.util.Collections.unmodifiableMap(ignoringCase);
    }

    /// The same with one more relation, of all columns.
    Provenance with(long relation, int columns) {
        var all = new HashMap<>(datasets);
        all.put(relation, new Span(0, columns));
        return new Provenance(all, names);
    }

    /// The columns can be named through `name` only, or as before through Datasets.
    Provenance named(String name, int columns) {
        return new Provenance(datasets, Map.of(name, new Span(0, columns)));
    }

    /// What comes from there may stand anywhere among `columns` now, and is found by its name.
    Provenance anywhere(int columns) {
        var all = new HashMap<Long, Span>();
        datasets.keySet().forEach(id -> all.put(id, new Span(0, columns)));
        var called = new HashMap<String, Span>();
        names.keySet().forEach(name -> called.put(name, new Span(0, columns)));
        return new Provenance(all, called);
    }

    /// That of columns beside one another. What both sides have is of neither.
    Provenance beside(int columns, Provenance right) {
        var all = new HashMap<>(datasets);
        right.datasets.forEach((id, span) -> {
            if (all.containsKey(id)) {
                all.remove(id);
            } else {
                all.put(id, new Span(span.from() + columns, span.to() + columns));
            }
        });
        var called = new HashMap<String, Span>(names);
        right.names.forEach((name, span) ->
                called.put(name, new Span(span.from() + columns, span.to() + columns)));
        return new Provenance(all, called);
    }
}
