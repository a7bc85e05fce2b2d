package io.tidemill.sql;

import io.tidemill.connect.Changelog;
import io.tidemill.data.Condition;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The options of a table whose records are changes of rows: `changelog`, `changelog.order`, and
/// `changelog.key`, which `PRIMARY KEY` sets.
///
/// @param kind `debezium` or `op`
record ChangelogOptions(Changelog.Kind kind, List<String> key, Optional<String> order) {
    private static final String KIND = "changelog";
    private static final String KEY = "changelog.key";
    private static final String ORDER = "changelog.order";

    /// Those of a table, if it is one.
    static Optional<ChangelogOptions> of(Tables.Request request) {
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(request.options());
        var kind = options.get(KIND);
        var order = Optional.ofNullable(options.get(ORDER));
        var key = new ArrayList<String>();
        for (var each : options.getOrDefault(KEY, "").split(",", -1)) {
            if (!each.isBlank()) {
                key.add(each.strip());
            }
        }
        if (kind == null) {
            if (!key.isEmpty() || order.isPresent()) {
                throw wrong(
                        request.name(),
                        "a PRIMARY KEY tells rows of a changelog apart, and this table is none",
                        "add the option changelog 'debezium' or changelog 'op', or remove it");
            }
            return Optional.empty();
        }
        return Optional.of(new ChangelogOptions(kind(request.name(), kind), key, order));
    }

    private static Changelog.Kind kind(String table, String kind) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "debezium" -> Changelog.Kind.DEBEZIUM;
            case "op" -> Changelog.Kind.OP_COLUMN;
            default ->
                    throw wrong(
                            table,
                            "there is no kind of changelog '%s'".formatted(kind),
                            "use 'debezium' or 'op'");
        };
    }

    private static AnalysisException wrong(String table, String problem, String remedy) {
        return new AnalysisException(
                Condition.INVALID_OPTION, "table %s: %s".formatted(table, problem), remedy);
    }

    /// What the records of such a table are asked for.
    Tables.Request records(Tables.Request request) {
        if (request.watermark().isPresent()) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "table %s is a changelog, whose rows change at any time: a watermark cannot say which"
                                    .formatted(request.name())
                            + " of them are final",
                    "remove WATERMARK FOR; output modes update, complete and changelog need none,"
                            + " and tidemill.state.ttl bounds what is kept");
        }
        var rows =
                request.schema()
                        .orElseThrow(() ->
                                wrong(
                                        request.name(),
                                        "the columns of a changelog must be declared",
                                        "list them behind the table's name"));
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(request.options());
        List.of(KIND, KEY, ORDER).forEach(options::remove);
        return new Tables.Request(
                request.name(),
                request.format(),
                Optional.of(recordsOf(rows)),
                Map.copyOf(options),
                request.partitionColumns(),
                Optional.empty(),
                request.base());
    }

    private StructType recordsOf(StructType rows) {
        return switch (kind) {
            case OP_COLUMN ->
                    rows.indexOf(Changelog.OP) >= 0
                            ? rows
                            : rows.add(Changelog.OP, DataTypes.StringType);
            case DEBEZIUM -> {
                var envelope =
                        new StructType()
                                .add("before", nullable(rows))
                                .add("after", nullable(rows))
                                .add("op", DataTypes.StringType)
                                .add("ts_ms", DataTypes.LongType);
                yield envelope.add("payload", envelope);
            }
        };
    }

    /// The rows, whose columns a record may leave out.
    StructType rows(StructType declared) {
        var rows =
                new StructType(
                        declared.fieldList().stream()
                                .filter(f -> !f.name().equalsIgnoreCase(Changelog.OP))
                                .toList());
        return kind == Changelog.Kind.DEBEZIUM ? nullable(rows) : rows;
    }

    private static StructType nullable(StructType rows) {
        return new StructType(
                rows.fieldList().stream()
                        .map(f -> new StructField(f.name(), f.dataType(), true))
                        .toList());
    }

    /// The table of the rows.
    Changelog table(String name, io.tidemill.connect.Table raw, StructType declared) {
        var rows = rows(declared);
        var keys = key.stream().map(column -> column(name, rows, column)).toList();
        if (!keys.isEmpty() && order.isEmpty() && kind == Changelog.Kind.OP_COLUMN) {
            throw wrong(
                    name,
                    "a key's changes need an order: which of them is the last",
                    "name the column that says so, as in changelog.order 'version'");
        }
        var last =
                keys.isEmpty()
                        ? ""
                        : order.map(column -> column(name, rows, column)).orElse("ts_ms");
        return new Changelog(raw, recordsOf(declared), kind, rows, keys, last);
    }

    private static String column(String table, StructType rows, String column) {
        return rows.fieldList().stream()
                .map(StructField::name)
                .filter(column::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() ->
                        wrong(
                                table,
                                "there is no column '%s'".formatted(column),
                                "name one of " + String.join(", ", rows.fieldNames())));
    }
}
