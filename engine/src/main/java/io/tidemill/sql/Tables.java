package io.tidemill.sql;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Format;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.data.TidemillException;
import io.tidemill.file.FileConnector;
import io.tidemill.plan.node.TableRef;
import io.tidemill.plan.node.WatermarkSpec;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/// Makes tables by the name of their format: finds connectors and formats of files on the class
/// path, once.
final class Tables {
    private static final String OPTION_PATH = "path";

    /// The formats in which times without a zone are in the session's.
    private static final Set<String> ZONED = Set.of("csv", "json");

    private final World world;
    private final Map<String, Connector> connectors;
    private final Optional<ZoneId> zone;

    private Tables(World world, Map<String, Connector> connectors, Optional<ZoneId> zone) {
        this.world = world;
        this.connectors = connectors;
        this.zone = zone;
    }

    Tables(World world) {
        this(world, new TreeMap<>(), Optional.empty());
        ServiceLoader.load(Connector.class)
                .forEach(found -> connectors.put(found.name().toLowerCase(Locale.ROOT), found));
        ServiceLoader.load(Format.class)
                .forEach(format ->
                        connectors.putIfAbsent(
                                format.name().toLowerCase(Locale.ROOT), new FileConnector(format)));
    }

    /// The same, for a session in this time zone.
    Tables in(ZoneId sessionZone) {
        return new Tables(world, connectors, Optional.of(sessionZone));
    }

    /// What is asked for.
    ///
    /// @param name for messages
    /// @param base what relative paths start from
    record Request(
            String name,
            String format,
            Optional<StructType> schema,
            Map<String, String> options,
            List<String> partitionColumns,
            Optional<WatermarkSpec> watermark,
            Path base) {
        Request {
            options = Map.copyOf(options);
            partitionColumns = List.copyOf(partitionColumns);
        }

        /// The same with these columns.
        Request declaring(StructType columns) {
            return new Request(
                    name, format, Optional.of(columns), options, partitionColumns, watermark, base);
        }

        /// The same with one more option.
        Request and(String key, String value) {
            var more = new TreeMap<String, String>(options);
            more.put(key, value);
            return with(more);
        }

        /// The same with other options.
        Request with(Map<String, String> others) {
            return new Request(name, format, schema, others, partitionColumns, watermark, base);
        }
    }

    /// Whether there is a format of this name.
    boolean has(String format) {
        return connectors.containsKey(format.toLowerCase(Locale.ROOT));
    }

    /// A table that a batch writes to, which is told how to treat what it holds.
    Table writable(Request request, SaveMode mode) {
        return table(isFiles(request.format()) ? request.and("saveMode", mode.name()) : request);
    }

    private boolean isFiles(String format) {
        return connectors.get(format.toLowerCase(Locale.ROOT)) instanceof FileConnector;
    }

    /// A table that can be read.
    ///
    /// @throws AnalysisException when there is no such format, an option is wrong, or its columns
    ///   are neither declared nor to be found out
    TableRef readable(Request request) {
        var changelog = ChangelogOptions.of(request);
        if (changelog.isPresent()) {
            return changes(request, changelog.get());
        }
        var table = table(request);
        try {
            var schema = table.schema();
            request.watermark().ifPresent(watermark -> check(request.name(), schema, watermark));
            return new TableRef(
                    request.name(),
                    request.format().toLowerCase(Locale.ROOT),
                    schema,
                    request.watermark(),
                    table);
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        } catch (IOException e) {
            throw new AnalysisException(
                    Condition.FAILED_READ_FILE,
                    "%s cannot be looked at: %s".formatted(request.name(), e.getMessage()),
                    "check that the path exists and may be read",
                    e);
        }
    }

    /// A table whose records are changes of rows, as those rows.
    private TableRef changes(Request request, ChangelogOptions changelog) {
        var raw = table(changelog.records(request));
        var table = changelog.table(request.name(), raw, request.schema().orElseThrow());
        return new TableRef(
                request.name(),
                request.format().toLowerCase(Locale.ROOT),
                table.schema(),
                Optional.empty(),
                table);
    }

    /// @throws AnalysisException when there is no such format
    Connector connector(String format) {
        var connector = connectors.get(format.toLowerCase(Locale.ROOT));
        if (connector == null) {
            throw new AnalysisException(
                    Condition.DATA_SOURCE_NOT_FOUND,
                    "there is no format '%s'%s"
                            .formatted(
                                    format,
                                    Nearest.to(format, connectors.keySet())
                                            .map(near -> "; did you mean '" + near + "'?")
                                            .orElse("")),
                    "use one of %s, or add the module that brings it"
                            .formatted(String.join(", ", connectors.keySet())));
        }
        return connector;
    }

    /// A table that will be written; what it holds now is of no interest.
    Table table(Request request) {
        var connector = connector(request.format());
        try {
            return connector.table(
                    new TableContext(
                            request.name(),
                            request.schema(),
                            options(request),
                            request.partitionColumns(),
                            request.base(),
                            world));
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    private Options options(Request request) {
        var options = Options.of(request.options());
        boolean zoned =
                ZONED.contains(request.format().toLowerCase(Locale.ROOT))
                        && options.get("timeZone").isEmpty();
        return zoned && zone.isPresent() ? options.with("timeZone", zone.get().getId()) : options;
    }

    private static void check(String name, StructType schema, WatermarkSpec watermark) {
        if (schema.indexOf(watermark.column()) < 0) {
            throw new AnalysisException(
                    Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                    "the watermark of table %s is on '%s', which is no column of it"
                            .formatted(name, watermark.column()),
                    "use one of " + String.join(", ", List.of(schema.fieldNames())));
        }
    }

    /// A name for a table that has none: `json in/`.
    static String title(String format, Map<String, String> options) {
        var path = options.get(OPTION_PATH);
        return path == null ? format : format + " " + path;
    }
}
