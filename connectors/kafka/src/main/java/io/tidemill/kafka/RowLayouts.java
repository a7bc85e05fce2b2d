package io.tidemill.kafka;

import io.tidemill.connect.Format;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.csv.CsvFormat;
import io.tidemill.format.json.JsonFormat;
import io.tidemill.format.json.JsonOptions;
import io.tidemill.format.text.TextFormat;
import io.tidemill.kafka.avro.AvroFormat;
import io.tidemill.kafka.avro.AvroOptions;
import io.tidemill.kafka.avro.FramedFormat;
import io.tidemill.kafka.sink.KafkaSinkOptions;
import io.tidemill.kafka.sink.SinkLayout;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the layout of a table from its options and its declared columns.
final class RowLayouts {
    private static final Pattern METADATA =
            Pattern.compile("(\\w+)(?:\\s+as\\s+(\\w+|`[^`]+`))?", Pattern.CASE_INSENSITIVE);

    private final TableContext context;
    private final OptionReader reader;
    private final KafkaOptions options;
    private final Map<String, RecordPart> parts = new LinkedHashMap<>();
    private final List<String> keyColumns;
    private final Optional<Format.Configured> valueFormat;
    private final Optional<Format.Configured> keyFormat;
    private final boolean headers;

    /// Reads the options of the formats too; what is wrong is told to `reader`.
    RowLayouts(
            TableContext context,
            OptionReader reader,
            KafkaOptions options,
            KafkaSourceOptions sourceOptions) {
        this.context = context;
        this.reader = reader;
        this.options = options;
        headers = sourceOptions.includeHeaders();
        keyColumns = options.keyColumns().map(RowLayouts::names).orElse(List.of());
        valueFormat = options.format().flatMap(name -> format("format", name));
        keyFormat =
                keyColumns.isEmpty() ? Optional.empty() : format("key.format", options.keyFormat());
        sourceOptions.metadataColumns().ifPresent(this::metadata);
        if (options.format().isEmpty()) {
            options.keyColumns().ifPresent(_ -> needsFormat("key.columns"));
            sourceOptions.metadataColumns().ifPresent(_ -> needsFormat("metadata.columns"));
        } else if (headers) {
            parts.putIfAbsent(RecordPart.HEADERS.column(), RecordPart.HEADERS);
        }
    }

    private void needsFormat(String option) {
        reader.problem(
                "the option '%s' needs 'format': without it every part of a record is a column"
                        .formatted(option));
    }

    private static List<String> names(String text) {
        return Stream.of(text.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
    }

    private Optional<Format.Configured> format(String option, String name) {
        var wanted = name.strip().toLowerCase(Locale.ROOT);
        var found = formats().get(wanted);
        if (found == null) {
            reader.problem(
                    "the option '%s' is '%s', but must be one of %s"
                            .formatted(option, name, String.join(", ", formats().keySet())));
            return Optional.empty();
        }
        var configured = found.configure(reader);
        if (!(found instanceof JsonFormat)) {
            return Optional.of(configured);
        }
        var registry = reader.read(AvroOptions.class);
        AvroFormat.checkRegistry(registry, reader);
        return Optional.of(
                registry.registryUrl().isPresent() ? new FramedFormat(configured) : configured);
    }

    /// The formats whose records may stand alone.
    private Map<String, Format> formats() {
        var found = new TreeMap<String, Format>();
        ServiceLoader.load(Format.class).forEach(format -> found.put(format.name(), format));
        for (var format :
                List.of(
                        new RawFormat(),
                        new JsonFormat(),
                        new CsvFormat(),
                        new TextFormat(),
                        new AvroFormat(context.world().clock()))) {
            found.put(format.name(), format);
        }
        found.remove("parquet");
        return found;
    }

    private void metadata(String text) {
        for (var each : names(text)) {
            var matcher = METADATA.matcher(each);
            var part =
                    matcher.matches()
                            ? RecordPart.named(matcher.group(1))
                            : Optional.<RecordPart>empty();
            if (part.isEmpty() || part.get() == RecordPart.VALUE) {
                reader.problem(
                        ("the option 'metadata.columns' has '%s', but must have some of key, topic,"
                                        + " partition, offset, timestamp, timestampType and"
                                        + " headers, each with AS and another name if wanted")
                                .formatted(each));
                continue;
            }
            var alias = matcher.group(2);
            parts.put(alias == null ? part.get().column() : alias.replace("`", ""), part.get());
        }
    }

    /// The layout; to be asked when the options are known to be right.
    ///
    /// @throws TidemillException INVALID_SCHEMA when columns are missing or do not fit
    RowLayout layout() {
        return valueFormat
                .map(format -> decoded(format, context.schema().orElseThrow(this::undeclared)))
                .orElseGet(this::plain);
    }

    /// How rows of a result become records.
    SinkLayout ofSink(StructType rows, KafkaSinkOptions sink) {
        var key =
                keyFormat
                        .or(() ->
                                context.options()
                                        .get("key.format")
                                        .flatMap(name -> format("key.format", name)))
                        .map(format -> new SinkLayout.RecordFormat(options.keyFormat(), format))
                        .orElseGet(
                                () -> // of columns that the query knows to be the key
                                new SinkLayout.RecordFormat(
                                                "json", new JsonFormat().configure(reader)));
        var withNulls = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        withNulls.putAll(context.options().asMap());
        withNulls.putIfAbsent("ignoreNullFields", "false");
        return new SinkLayout(
                rows,
                valueFormat.map(format ->
                        new SinkLayout.RecordFormat(options.format().orElseThrow(), format)),
                key,
                keyColumns,
                sink.envelope(),
                new OptionReader(context.name(), Options.of(withNulls)).read(JsonOptions.class));
    }

    private RowLayout plain() {
        var plain = RowLayout.plain(headers);
        return context.schema()
                .map(columns -> plain.declared(checked(plain, columns)))
                .orElse(plain);
    }

    private StructType checked(RowLayout plain, StructType columns) {
        for (var field : columns.fieldList()) {
            int index = plain.schema().indexOf(field.name());
            if (index < 0 || !plain.schema().typeOf(index).equals(field.dataType())) {
                throw invalid(
                        "declares the column %s, which a record without a format does not have"
                                .formatted(field.toDDL()),
                        "set the option 'format', or declare no columns or some of "
                                + plain.schema().toDDL());
            }
        }
        return columns;
    }

    private RowLayout decoded(Format.Configured format, StructType declared) {
        var wrong = new ArrayList<String>();
        for (var name : keyColumns) {
            if (declared.indexOf(name) < 0) {
                wrong.add(
                        "the option 'key.columns' names '%s', which is not declared"
                                .formatted(name));
            }
        }
        parts.forEach((name, part) -> {
            int index = declared.indexOf(name);
            if (index >= 0 && !declared.typeOf(index).equals(part.type())) {
                wrong.add(
                        "the column '%s' holds the %s of records and must be %s"
                                .formatted(name, part.column(), part.type().sql()));
            }
        });
        if (!wrong.isEmpty()) {
            throw invalid("has columns that do not fit: " + String.join("; ", wrong), "mend them");
        }
        return RowLayout.decoded(declared, parts, keyColumns, keyFormat.orElse(format), format);
    }

    private TidemillException undeclared() {
        return invalid(
                "has the option 'format' and no declared columns",
                "declare the columns of its values: what records hold may change as they come");
    }

    private TidemillException invalid(String problem, String remedy) {
        return new TidemillException(
                Condition.INVALID_SCHEMA, "table %s %s".formatted(context.name(), problem), remedy);
    }
}
