package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Says what Calcite's validator found wrong in Spark's words, with what could have been meant.
final class AnalysisErrors {
    /// What a message of the validator becomes.
    @FunctionalInterface
    private interface Explanation {
        SqlException of(Matcher message, SqlParserPos position, Collection<String> columns);
    }

    private record Rule(Pattern pattern, Explanation explanation) {}

    private static final List<Rule> RULES =
            List.of(
                    rule(
                            "Column '(.*?)' not found in .*",
                            (m, position, columns) -> noColumn(m.group(1), position, columns)),
                    rule(
                            "The definition of column '(.*?)' depends on itself.*",
                            (m, position, columns) -> noColumn(m.group(1), position, columns)),
                    rule("Table '(.*?)' not found.*", AnalysisErrors::noQualifier),
                    rule("Column '(.*)' is ambiguous", (m, at, _) -> ambiguous(m.group(1), at)),
                    rule(
                            "Expression '(.*)' is not in the select clause",
                            (m, at, _) ->
                                    SqlException.at(
                                            Condition.INVALID_SQL_SYNTAX,
                                            at,
                                            "with DISTINCT, rows are sorted by what is selected,"
                                                    + " and"
                                                    + " '%s' is not".formatted(m.group(1)),
                                            "add it to the select list, or drop DISTINCT")),
                    rule("Expression '.*' is not being grouped.*", (_, at, _) -> notGrouped(at)),
                    rule(
                            "Cannot apply '.SCALAR_QUERY' to arguments .*",
                            (_, at, _) ->
                                    SqlException.at(
                                            Condition
                                                    .INVALID_SUBQUERY_EXPRESSION__SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN,
                                            at,
                                            "a query that stands for a value gives more than one"
                                                    + " column",
                                            "select one column in it")),
                    rule(
                            "Column count mismatch in (.*)",
                            (m, at, _) ->
                                    SqlException.at(
                                            Condition.NUM_COLUMNS_MISMATCH,
                                            at,
                                            "the queries of this %s have different numbers of columns"
                                                    .formatted(m.group(1)),
                                            "select the same number of columns in each")),
                    rule(
                            "Type mismatch in column (\\d+) of (.*)",
                            (m, at, _) ->
                                    SqlException.at(
                                            Condition.INCOMPATIBLE_COLUMN_TYPE,
                                            at,
                                            "column %s of this %s has types that do not go together"
                                                    .formatted(m.group(1), m.group(2)),
                                            "cast one of the two")),
                    rule(
                            "Ordinal out of range",
                            (_, at, _) ->
                                    SqlException.at(
                                            Condition.INVALID_SQL_SYNTAX,
                                            at,
                                            "the select list has no column number %s"
                                                    .formatted(Positions.of(at).text()),
                                            "count its columns from 1, or name one")),
                    rule(
                            "SELECT [*] EXCLUDE/EXCEPT list contains unknown column.s.: (.*)",
                            (m, at, columns) -> noColumn(m.group(1), at, columns)),
                    rule(
                            "Duplicate relation name '(.*)' in FROM clause",
                            (m, at, _) ->
                                    SqlException.at(
                                            Condition.INVALID_SQL_SYNTAX,
                                            at,
                                            "two tables in FROM have the name '%s'"
                                                    .formatted(m.group(1)),
                                            "give one of them another name with AS")),
                    rule(
                            "(WHERE|HAVING|ON|FILTER|QUALIFY) clause must be a condition",
                            (m, at, _) ->
                                    SqlException.at(
                                            Condition.DATATYPE_MISMATCH,
                                            at,
                                            "what stands behind %s must be true or false, and '%s' is neither"
                                                    .formatted(m.group(1), Positions.of(at).text()),
                                            "compare it with something")));

    private static Rule rule(String pattern, Explanation explanation) {
        return new Rule(Pattern.compile(pattern, Pattern.DOTALL), explanation);
    }

    private AnalysisErrors() {}

    static SqlException explain(CalciteContextException wrong, Collection<String> columns) {
        var position =
                new SqlParserPos(
                        wrong.getPosLine(),
                        wrong.getPosColumn(),
                        wrong.getEndPosLine(),
                        wrong.getEndPosColumn());
        var cause = wrong.getCause() == null ? wrong : wrong.getCause();
        var message = String.valueOf(cause.getMessage());
        for (var rule : RULES) {
            var matcher = rule.pattern().matcher(message);
            if (matcher.matches()) {
                return rule.explanation().of(matcher, position, columns);
            }
        }
        return SqlException.at(condition(message), position, plain(message), "");
    }

    private static SqlException noQualifier(
            Matcher message, SqlParserPos position, Collection<String> columns) {
        var written = Positions.of(position).text();
        return noColumn(written.isEmpty() ? message.group(1) : written, position, columns);
    }

    private static SqlException ambiguous(String name, SqlParserPos position) {
        return SqlException.at(
                Condition.AMBIGUOUS_REFERENCE,
                position,
                "'%s' is a column of more than one table".formatted(name),
                "write the table in front of it, as in t.%s".formatted(name));
    }

    private static SqlException notGrouped(SqlParserPos position) {
        return SqlException.at(
                Condition.MISSING_AGGREGATION,
                position,
                "'%s' is neither grouped nor aggregated".formatted(Positions.of(position).text()),
                "add it to GROUP BY, or aggregate it, as in any_value(..) or max(..)");
    }

    private static SqlException noColumn(
            String name, SqlParserPos position, Collection<String> columns) {
        // Not itself, which is known elsewhere in the query, nor what is made of it: sum(name).
        var others =
                columns.stream()
                        .filter(column -> !column.equalsIgnoreCase(name) && !column.contains("("))
                        .toList();
        var likely = Nearest.likeliest(name, others);
        var written = Positions.of(position).text();
        return SqlException.at(
                Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                position,
                "there is no column '%s' here"
                        .formatted(written.contains(name) ? written.replace("`", "") : name),
                likely.isEmpty()
                        ? "name a table in FROM that has it"
                        : likely.size() == 1
                                ? "write %s".formatted(likely.getFirst())
                                : "write one of %s".formatted(String.join(", ", likely)));
    }

    private static Condition condition(String message) {
        return message.contains("ggregat")
                ? Condition.GROUP_BY_AGGREGATE
                : Condition.INVALID_SQL_SYNTAX;
    }

    private static String plain(String message) {
        return message.replaceFirst("[.]$", "");
    }
}
