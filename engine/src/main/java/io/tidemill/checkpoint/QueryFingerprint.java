package io.tidemill.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a checkpoint remembers of its query, so that it is never continued by another one.
///
/// @param plan the plan as text, one line an operator, without anything that differs between runs;
///   a plan that differs while all parts are the same computes the same from what is there
/// @param parts sources, sinks and every piece of state with its schema: one that is new, gone or
///   different means that what lies in the checkpoint no longer fits; and what each piece of state
///   means, and the result: one of these that differs means that what lies there was computed by
///   another query
public record QueryFingerprint(String plan, List<Part> parts) {
    public QueryFingerprint {
        parts = List.copyOf(parts);
    }

    /// @param kind `source`, `state` or `sink`; [#STEP] and [#RESULT] for what they mean
    /// @param id unique within its kind
    /// @param text everything about it that must not change, to be read by a person
    public record Part(String kind, String id, String text) {
        /// What a piece of state is made of, by the id of the state.
        public static final String STEP = "step";

        /// How the result follows from the steps, where what was given must be known to take it
        /// back.
        public static final String RESULT = "result";

        private boolean isMeaning() {
            return kind.equals(STEP) || kind.equals(RESULT);
        }

        String key() {
            return kind + " '" + id + "'";
        }
    }

    /// What no longer fits in `now`, one line for each part; empty if everything does.
    public List<String> partsChanged(QueryFingerprint now) {
        return changed(byKey(false), now.byKey(false));
    }

    /// What fits, but was computed by another query than `now`, one line for each part.
    public List<String> meaningChanged(QueryFingerprint now) {
        return changed(byKey(true), now.byKey(true));
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
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

    private Map<String, String> byKey(boolean meaning) {
        var byKey = new LinkedHashMap<String, String>();
        parts.stream()
                .filter(part -> part.isMeaning() == meaning)
                .forEach(part -> byKey.put(part.key(), part.text()));
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
