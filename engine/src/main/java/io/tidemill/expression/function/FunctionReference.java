package io.tidemill.expression.function;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
            var sections = sections(group, answer);
            if (!sections.isEmpty()) {
                out.append("\n## ").append(group.title()).append("\n");
                sections.values().forEach(out::append);
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

    private static Map<String, String> sections(Group group, UnaryOperator<String> answer) {
        var sections = new TreeMap<String, String>();
        of(group).forEach(function -> sections.put(function.name(), section(function, answer)));
        Form.all().stream()
                .filter(form -> form.group() == group)
                .forEach(form ->
                        sections.put(
                                form.name(),
                                "\n### `%s`\n\n%s\n".formatted(form.usage(), form.description())));
        return sections;
    }

    private static String section(Function function, UnaryOperator<String> answer) {
        var out = new StringBuilder();
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
        return out.toString();
    }
}
