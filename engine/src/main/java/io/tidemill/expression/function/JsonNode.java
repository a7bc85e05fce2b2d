package io.tidemill.expression.function;

import io.tidemill.data.Json;
import java.util.List;

/// A JSON document as a tree. Numbers keep their text, objects their order and repeated names.
sealed interface JsonNode {
    record Thing(List<Member> members) implements JsonNode {}

    record Member(String name, JsonNode value) {}

    record Sequence(List<JsonNode> elements) implements JsonNode {}

    record Text(String text) implements JsonNode {}

    /// @param digits as written, or `NaN`, `Infinity`, `-Infinity`
    record Numeral(String digits) implements JsonNode {
        /// Whether it is written without a point and an exponent.
        boolean isWhole() {
            return digits.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        }

        /// As a whole number as it is, else as Java writes a double.
        String normal() {
            return isWhole() ? digits : Double.toString(Double.parseDouble(digits));
        }
    }

    record Truth(boolean value) implements JsonNode {}

    record Nothing() implements JsonNode {}

    /// The document on one line.
    default String write() {
        var out = new StringBuilder();
        append(out);
        return out.toString();
    }

    private void append(StringBuilder out) {
        switch (this) {
            case Thing(var members) -> {
                var separator = "{";
                for (var member : members) {
                    out.append(separator);
                    Json.quote(out, member.name());
                    out.append(':');
                    member.value().append(out);
                    separator = ",";
                }
                out.append(members.isEmpty() ? "{}" : "}");
            }
            case Sequence(var elements) -> {
                var separator = "[";
                for (var element : elements) {
                    element.append(out.append(separator));
                    separator = ",";
                }
                out.append(elements.isEmpty() ? "[]" : "]");
            }
            case Text(var text) -> Json.quote(out, text);
            case Numeral number -> out.append(number.normal());
            case Truth(var value) -> out.append(value);
            case Nothing() -> out.append("null");
        }
    }
}
