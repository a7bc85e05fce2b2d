package io.tidemill.parse;

import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One statement of a script, right in its form; names are not resolved yet.
public sealed interface Statement {
    /// The statement as it stands in the script.
    Written written();

    /// @param text without the semicolon and comments around it
    /// @param line of the script on which it begins, from 1
    record Written(String text, int line) {}

    /// `CREATE TABLE name (columns, WATERMARK FOR c AS c - INTERVAL ..) USING format OPTIONS (..)`.
    ///
    /// @param schema empty when the table should find out its columns itself
    /// @param options keys as written; compared without regard to case
    record CreateTable(
            String name,
            boolean orReplace,
            boolean ifNotExists,
            StructType schema,
            Optional<Watermark> watermark,
            String format,
            Map<String, String> options,
            List<String> partitionedBy,
            Optional<String> comment,
            Written written)
            implements Statement {}

    /// `WATERMARK FOR column AS column - INTERVAL ..`.
    ///
    /// @param delayMicros how far behind the newest time a row may come; not negative
    record Watermark(String column, long delayMicros) {}

    /// `CREATE [TEMPORARY] VIEW name [(columns)] AS query`.
    ///
    /// @param columns names in place of the query's; empty to keep those
    record CreateView(
            String name,
            boolean orReplace,
            boolean ifNotExists,
            boolean temporary,
            List<String> columns,
            ParsedQuery query,
            Written written)
            implements Statement {}

    /// `CREATE FLOW name OPTIONS (..) AS INSERT INTO ..`: a named streaming query.
    record CreateFlow(String name, Map<String, String> options, Insert insert, Written written)
            implements Statement {}

    /// `INSERT INTO table [(columns)] query`.
    ///
    /// @param columns of the table, in the order of the query's; empty for all of them
    record Insert(
            String table,
            boolean overwrite,
            List<String> columns,
            ParsedQuery query,
            Written written)
            implements Statement {}

    /// A query whose rows are the answer.
    record Query(ParsedQuery query, Written written) implements Statement {}

    /// `SET key = value`, `SET key` (shows one) or `SET` (shows all).
    record SetOption(Optional<String> key, Optional<String> value, Written written)
            implements Statement {}

    /// `EXPLAIN [FORMATTED|EXTENDED] statement`.
    record Explain(Form form, Statement statement, Written written) implements Statement {}

    /// How much of a plan is shown.
    enum Form {
        /// A line a step.
        SIMPLE,
        /// The same, and before it the plan as the query was written.
        EXTENDED,
        /// The steps numbered, each with all that is known of it.
        FORMATTED;

        /// By Spark's name of it; `cost` is formatted, since sizes are there.
        public static Form of(String mode) {
            return switch (mode.toLowerCase(Locale.ROOT)) {
                case "simple" -> SIMPLE;
                case "extended" -> EXTENDED;
                case "formatted", "cost" -> FORMATTED;
                default ->
                        throw new IllegalArgumentException(
                                "explain mode '%s': use simple, extended or formatted"
                                        .formatted(mode));
            };
        }
    }

    /// `DROP TABLE|VIEW [IF EXISTS] name`.
    record Drop(Thing thing, String name, boolean ifExists, Written written) implements Statement {}

    /// What can be dropped.
    enum Thing {
        TABLE,
        VIEW
    }

    /// `SHOW TABLES|FUNCTIONS|QUERIES [LIKE 'pattern']`.
    record Show(Listing listing, Optional<String> pattern, Written written) implements Statement {}

    /// What can be listed.
    enum Listing {
        TABLES,
        VIEWS,
        FUNCTIONS,
        QUERIES
    }

    /// `DESCRIBE [TABLE] [EXTENDED] name`.
    record Describe(String name, boolean extended, Written written) implements Statement {}

    /// `DESCRIBE [QUERY] query`.
    record DescribeQuery(ParsedQuery query, Written written) implements Statement {}

    /// `DESCRIBE FUNCTION [EXTENDED] name`.
    record DescribeFunction(String name, boolean extended, Written written) implements Statement {}
}
