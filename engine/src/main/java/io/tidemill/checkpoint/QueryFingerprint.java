package io.tidemill.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a checkpoint remembers of its query, so that it is never continued by another one.
///
/// @param plan the plan as text, one line an operator, without anything that differs between runs
/// @param parts sources, sinks and every piece of state with its schema; a part that is new, gone
///   or different means that what lies in the checkpoint no longer fits
public record QueryFingerprint(String plan, List<Part> parts) {
    public QueryFingerprint {
        parts = List.copyOf(parts);
    }

    /// @param kind `source`, `state` or `sink`
    /// @param id unique within its kind
    /// @param text everything about it that must not change, to be read by a person
    public record Part(String kind, String id, String text) {
        String key() {
            return kind + " '" + id + "'";
        }
    }

    /// What is different in `now`, one line for each difference in a part; empty if nothing is.
    public List<String> partsChanged(QueryFingerprint now) {
        var before = byKey();
        var after = now.byKey();
        var changes = new ArrayList<String>();
        before.forEach((key, text) -> {
            var other = after.get(key);
            if (other == null) {
                changes.add("%s is gone (it was %s)".formatted(key, text));
            } else if (!other.equals(text)) {
                changes.add("%s was %s and is now %s".formatted(key, text, other));
            }
        });
        after.forEach((key, text) -> {
            if (!before.containsKey(key)) {
                changes.add("%s is new (%s)".formatted(key, text));
            }
        });
        return changes;
    }

    /// The first difference of the plans' texts, or an empty string.
    public String planChanged(QueryFingerprint now) {
        var before = plan.lines().toList();
        var after = now.plan.lines().toList();
        for (var i = 0; i < Math.max(before.size(), after.size()); i++) {
            var was = i < before.size() ? before.get(i).strip() : "nothing";
            var is = i < after.size() ? after.get(i).strip() : "nothing";
            if (!Objects.equals(was, is)) {
                return "line %d of its plan was '%s' and is now '%s'".formatted(i + 1, was, is);
            }
        }
        return "";
    }

    private Map<String, String> byKey() {
        var byKey = new LinkedHashMap<String, String>();
        parts.forEach(part -> byKey.put(part.key(), part.text()));
        return byKey;
    }

    void write(Encoder out) {
        out.text(plan).list(parts, part -> out.text(part.kind()).text(part.id()).text(part.text()));
    }

    static QueryFingerprint read(Decoder in) {
        return new QueryFingerprint(
                in.text(), in.list(() -> new Part(in.text(), in.text(), in.text())));
    }
}
