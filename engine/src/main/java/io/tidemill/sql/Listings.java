package io.tidemill.sql;

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
        var lines = new ArrayList<Row>();
        for (var field : schema.fieldList()) {
            lines.add(
                    RowFactory.create(
                            field.name(),
                            field.dataType().simpleString(),
                            field.comment().orElse(null)));
        }
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
