package io.tidemill.expression.function;

import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/// Writes `docs/functions.md` from the definitions of the functions.
///
/// In: what an example of SQL gives, as text. Out: the page in Markdown, by group and name.
public final class FunctionReference {
    private FunctionReference() {}

    /// The whole page.
    ///
    /// @param answer what an expression gives
    public static String write(UnaryOperator<String> answer) {
        var out = new StringBuilder();
        out.append(
                """
                # Functions

                Names, arguments, results and errors are those of Apache Spark 4.2 with ANSI mode on. This page is
                made from the functions' definitions, and its examples are run by the tests. Arguments in brackets
                may be left out. Unless a description says otherwise, a function gives NULL when an argument is NULL.
                """);
        for (var group : Group.values()) {
            var functions = of(group);
            if (!functions.isEmpty()) {
                out.append("\n## ").append(group.title()).append("\n");
                functions.forEach(function -> write(out, function, answer));
            }
        }
        return out.toString();
    }

    /// The functions of one chapter.
    public static List<Function> of(Group group) {
        return Functions.all().stream()
                .filter(function -> function.group() == group)
                .sorted(Comparator.comparing(Function::name))
                .toList();
    }

    private static void write(StringBuilder out, Function function, UnaryOperator<String> answer) {
        out.append("\n### `").append(function.usage()).append("`\n\n");
        out.append(function.description());
        if (!function.aliases().isEmpty()) {
            out.append(" Also called `")
                    .append(String.join("`, `", function.aliases()))
                    .append("`.");
        }
        out.append("\n");
        if (!function.examples().isEmpty()) {
            out.append("\n```sql\n");
            for (var example : function.examples()) {
                out.append("SELECT %s;  -- %s\n".formatted(example, answer.apply(example)));
            }
            out.append("```\n");
        }
    }
}
