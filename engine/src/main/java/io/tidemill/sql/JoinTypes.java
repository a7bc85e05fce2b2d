package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.parse.Analyzer.JoinType;
import java.util.Locale;

/// The names that Spark has for types of joins.
final class JoinTypes {
    private JoinTypes() {}

    static JoinType of(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "")) {
            case "inner" -> JoinType.INNER;
            case "cross" -> JoinType.CROSS;
            case "outer", "full", "fullouter" -> JoinType.FULL;
            case "left", "leftouter" -> JoinType.LEFT;
            case "right", "rightouter" -> JoinType.RIGHT;
            case "semi", "leftsemi" -> JoinType.LEFT_SEMI_JOIN;
            case "anti", "leftanti" -> JoinType.LEFT_ANTI_JOIN;
            default ->
                    throw new AnalysisException(
                            Condition.INVALID_OPTION,
                            "there is no type of join '%s'".formatted(name),
                            "use inner, cross, full, left, right, left_semi or left_anti");
        };
    }

    /// One that has both sides' rows.
    static JoinType paired(String name) {
        var type = of(name);
        if (type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN) {
            throw new AnalysisException(
                    Condition.INVALID_OPTION,
                    "joinWith makes pairs, and '%s' has rows of one side only".formatted(name),
                    "use join, or inner, left, right or full");
        }
        return type;
    }

    /// One of which the right side may be computed from a left row.
    static JoinType lateral(String name) {
        var type = of(name);
        if (type != JoinType.INNER && type != JoinType.CROSS && type != JoinType.LEFT) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "a lateral join of type '%s' has right rows without a left one, or none"
                            .formatted(name),
                    "use inner, cross or left");
        }
        return type;
    }

    /// With a condition a cross join is an inner one.
    static JoinType conditioned(JoinType type) {
        return type == JoinType.CROSS ? JoinType.INNER : type;
    }
}
