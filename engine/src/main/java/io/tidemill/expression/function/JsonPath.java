package io.tidemill.expression.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A path into a JSON document: `$`, `.name` or `['name']`, `[0]`, `[*]`.
///
/// Out: the text of what is there; as JSON, in an array when a `[*]` finds several. Source: Apache
/// Spark's `get_json_object`.
final class JsonPath {
    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[*]+)|\\['([^'?]+)'\\]|\\[(\\d+)\\]|(\\[\\*\\])");

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    private sealed interface Step {
        record Name(String name) implements Step {}

        record Index(int index) implements Step {}

        record Every() implements Step {}
    }

    /// Reads a path; empty when it is none.
    static Optional<JsonPath> of(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        var steps = new ArrayList<Step>();
        var matcher = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            if (matcher.group(1) != null) {
                steps.add(new Step.Name(matcher.group(1)));
            } else if (matcher.group(2) != null) {
                steps.add(new Step.Name(matcher.group(2)));
            } else if (matcher.group(3) != null) {
                steps.add(new Step.Index(Integer.parseInt(matcher.group(3))));
            } else {
                steps.add(new Step.Every());
            }
            at = matcher.end();
        }
        return Optional.of(new JsonPath(steps));
    }

    /// What the path finds; null when there is nothing, or JSON's null.
    @Nullable String find(JsonNode root) {
        var found = new ArrayList<JsonNode>();
        collect(root, 0, found);
        if (found.isEmpty()) {
            return null;
        }
        boolean many = steps.contains(new Step.Every());
        if (!many) {
            return switch (found.getFirst()) {
                case JsonNode.Nothing() -> null;
                case JsonNode.Text(var text) -> text;
                default -> found.getFirst().write();
            };
        }
        boolean one = found.size() == 1 && !(steps.getLast() instanceof Step.Every);
        return one ? found.getFirst().write() : new JsonNode.Sequence(found).write();
    }

    private void collect(JsonNode node, int depth, List<JsonNode> found) {
        if (depth == steps.size()) {
            found.add(node);
            return;
        }
        switch (steps.get(depth)) {
            case Step.Name(var name) -> {
                if (node instanceof JsonNode.Thing(var members)) {
                    members.stream()
                            .filter(member -> member.name().equals(name))
                            .findFirst()
                            .ifPresent(member -> collect(member.value(), depth + 1, found));
                }
            }
            case Step.Index(var index) -> {
                if (node instanceof JsonNode.Sequence(var elements) && index < elements.size()) {
                    collect(elements.get(index), depth + 1, found);
                }
            }
            case Step.Every() -> {
                if (node instanceof JsonNode.Sequence(var elements)) {
                    elements.forEach(element -> collect(element, depth + 1, found));
                }
            }
        }
    }
}
