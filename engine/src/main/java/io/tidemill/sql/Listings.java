package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.expression.function.Form;
import io.tidemill.expression.function.Functions;
import io.tidemill.parse.Statement.Listing;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.SessionCatalog.Entry;
import io.tidemill.sql.SessionCatalog.TableEntry;
import io.tidemill.sql.SessionCatalog.ViewEntry;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What `SHOW` and `DESCRIBE` answer, by Spark's columns.
final class Listings {
    private static final StructType TABLES =
            new StructType()
                    .add("namespace", DataTypes.StringType)
                    .add("tableName", DataTypes.StringType)
                    .add("isTemporary", DataTypes.BooleanType);
    private static final StructType VIEWS =
            new StructType()
                    .add("namespace", DataTypes.StringType)
                    .add("viewName", DataTypes.StringType)
                    .add("isTemporary", DataTypes.BooleanType);
    private static final StructType FUNCTIONS =
            new StructType().add("function", DataTypes.StringType);
    private static final StructType FUNCTION =
            new StructType().add("function_desc", DataTypes.StringType);
    private static final StructType QUERIES =
            new StructType()
                    .add("name", DataTypes.StringType)
                    .add("id", DataTypes.StringType)
                    .add("status", DataTypes.StringType);
    private static final StructType COLUMNS =
            new StructType()
                    .add("col_name", DataTypes.StringType)
                    .add("data_type", DataTypes.StringType)
                    .add("comment", DataTypes.StringType);

    private final TidemillSession session;

    Listings(TidemillSession session) {
        this.session = session;
    }

    Dataset<Row> show(Listing listing, Optional<String> like) {
        return switch (listing) {
            case TABLES ->
                    rows(
                            TABLES,
                            session.tables().entries().stream()
                                    .filter(entry -> matches(entry.name(), like))
                                    .map(Listings::entry)
                                    .toList());
            case VIEWS ->
                    rows(
                            VIEWS,
                            session.tables().entries().stream()
                                    .filter(ViewEntry.class::isInstance)
                                    .filter(entry -> matches(entry.name(), like))
                                    .map(Listings::entry)
                                    .toList());
            case FUNCTIONS ->
                    rows(
                            FUNCTIONS,
                            session.analysis().functionNames().stream()
                                    .filter(name -> matches(name, like))
                                    .sorted()
                                    .map(name -> RowFactory.create(name))
                                    .toList());
            case QUERIES ->
                    rows(
                            QUERIES,
                            Arrays.stream(session.streams().active())
                                    .filter(q ->
                                            matches(Objects.requireNonNullElse(q.name(), ""), like))
                                    .map(q ->
                                            RowFactory.create(
                                                    q.name(),
                                                    q.id().toString(),
                                                    q.status().message()))
                                    .toList());
        };
    }

    private static Row entry(Entry entry) {
        return RowFactory.create(
                entry instanceof ViewEntry ? "" : Catalog.DATABASE,
                entry.name(),
                entry instanceof ViewEntry);
    }

    Dataset<Row> describe(String name, boolean extended) {
        var entry = session.tables().get(name);
        var schema =
                switch (entry) {
                    case TableEntry(_, var table, _) -> table.schema();
                    case ViewEntry(_, var view, _) -> view.schema();
                };
        var lines = columns(schema);
        if (extended) {
            lines.add(RowFactory.create("", "", ""));
            lines.add(RowFactory.create("# Detailed Table Information", "", ""));
            lines.add(RowFactory.create("Name", entry.name(), ""));
            switch (entry) {
                case TableEntry(_, var table, var request) -> {
                    lines.add(RowFactory.create("Type", "EXTERNAL", ""));
                    lines.add(RowFactory.create("Provider", table.format(), ""));
                    watermark(table).ifPresent(lines::add);
                    request.ifPresent(asked ->
                            lines.add(RowFactory.create("Storage Properties", options(asked), "")));
                }
                case ViewEntry(_, _, var sql) -> {
                    lines.add(RowFactory.create("Type", "VIEW", ""));
                    sql.ifPresent(text -> lines.add(RowFactory.create("View Text", text, "")));
                }
            }
        }
        return rows(COLUMNS, lines);
    }

    /// The columns of a query.
    Dataset<Row> describe(StructType schema) {
        return rows(COLUMNS, columns(schema));
    }

    private static List<Row> columns(StructType schema) {
        var lines = new ArrayList<Row>();
        for (var field : schema.fieldList()) {
            lines.add(
                    RowFactory.create(
                            field.name(),
                            field.dataType().simpleString(),
                            field.comment().orElse(null)));
        }
        return lines;
    }

    /// How a function is called and what it gives; with its examples if asked for.
    ///
    /// @throws AnalysisException UNRESOLVED_ROUTINE
    Dataset<Row> describeFunction(String name, boolean extended) {
        var lines = new ArrayList<String>();
        var function = Functions.find(name);
        var form = Form.find(name);
        if (session.udf().find(name).isPresent()) {
            lines.add("Function: " + name);
            lines.add("Usage: " + name + "(..) - a function of the program.");
        } else if (function.isPresent()) {
            var found = function.get();
            lines.add("Function: " + found.name());
            lines.add("Usage: %s - %s".formatted(found.usage(), found.description()));
            if (extended && !found.examples().isEmpty()) {
                lines.add("Examples: " + String.join("; ", found.examples()));
            }
        } else if (form.isPresent()) {
            lines.add("Function: " + form.get().name());
            lines.add("Usage: %s - %s".formatted(form.get().usage(), form.get().description()));
        } else {
            throw new AnalysisException(
                    Condition.UNRESOLVED_ROUTINE,
                    "there is no function '%s'".formatted(name),
                    Nearest.to(name, session.analysis().functionNames())
                            .map(near -> "write %s, which is like it".formatted(near))
                            .orElse("list what there is with SHOW FUNCTIONS"));
        }
        return rows(FUNCTION, lines.stream().map(line -> RowFactory.create(line)).toList());
    }

    private static Optional<Row> watermark(TableRef table) {
        return table.watermark()
                .map(w ->
                        RowFactory.create(
                                "Watermark",
                                "%s, %d ms behind".formatted(w.column(), w.delayMicros() / 1000),
                                ""));
    }

    private static String options(Tables.Request request) {
        return request.options().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /// Spark's pattern of SHOW: `*` for any text, `|` between alternatives; case does not count.
    private static boolean matches(String name, Optional<String> like) {
        return like.isEmpty()
                || Arrays.stream(like.get().split("\\|", -1))
                        .anyMatch(part -> pattern(part.strip()).matcher(name).matches());
    }

    private static Pattern pattern(String like) {
        return Pattern.compile(
                Arrays.stream(like.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.CASE_INSENSITIVE);
    }

    private Dataset<Row> rows(StructType schema, List<Row> rows) {
        return session.createDataFrame(rows, schema);
    }
}
