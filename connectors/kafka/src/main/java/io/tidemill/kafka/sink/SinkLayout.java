package io.tidemill.kafka.sink;

import io.tidemill.connect.Changelog;
import io.tidemill.connect.Format;
import io.tidemill.connect.RowEncoder;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.json.JsonOptions;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How rows of a result become records.
///
/// @param schema of the rows; of a changelog when its first column is `_op`
/// @param value how values are written; empty: rows are records already, see [SparkRows]
/// @param key how keys are written
/// @param keyColumns the columns that stand in the key and not in the value; empty: those by which
///   the query tells rows apart are the key, and stand in the value too
/// @param json for envelopes
public record SinkLayout(
        StructType schema,
        Optional<RecordFormat> value,
        RecordFormat key,
        List<String> keyColumns,
        KafkaSinkOptions.Envelope envelope,
        JsonOptions json) {
    public SinkLayout {
        keyColumns = List.copyOf(keyColumns);
    }

    /// A format of keys or values.
    public record RecordFormat(String name, Format.Configured format) {
        private RowEncoder encoder(String what, StructType columns) {
            return format.encoder(columns)
                    .orElseThrow(() ->
                            new TidemillException(
                                    Condition.UNSUPPORTED_FEATURE,
                                    "%s of Kafka cannot be written in format %s"
                                            .formatted(what, name),
                                    "use json, csv, text, avro or raw"));
        }
    }

    boolean isChangelog() {
        return schema.size() > 0 && schema.field(0).name().equals(Changelog.OP);
    }

    /// Whether each row may go to another topic.
    boolean namesTopic() {
        return value.isEmpty() && !isChangelog() && SparkRows.namesTopic(schema);
    }

    private boolean isEnvelope() {
        return isChangelog()
                && envelope == KafkaSinkOptions.Envelope.DEBEZIUM
                && value.map(format -> format.name().equals("json")).orElse(true);
    }

    /// Finds mistakes before anything starts.
    ///
    /// @param derived the columns by which the query tells rows apart
    void check(Optional<List<Integer>> derived) {
        var unused = rows(derived);
    }

    /// Refuses keys under which a row that goes away could not be told from one that stays: a
    /// tombstone is for all rows of its key.
    ///
    /// @param derived the columns by which the query tells rows apart
    /// @throws TidemillException INVALID_OPTION
    void checkTombstones(List<Integer> derived) {
        var ofRows = new TreeSet<>(derived);
        if (value.isEmpty()) {
            var ofRecords = new TreeSet<>(List.of("key", "topic", "partition"));
            var names = derived.stream().map(column -> schema.field(column).name()).toList();
            if (!derived.isEmpty() && !(ofRecords.containsAll(names) && names.contains("key"))) {
                throw tombstones("the column key is", ofRows);
            }
        } else if (!keyColumns.isEmpty()
                && !new TreeSet<>(keys(Optional.empty()).orElseThrow()).equals(ofRows)) {
            throw tombstones("key.columns names %s, which is".formatted(keyColumns), ofRows);
        }
    }

    private TidemillException tombstones(String key, Set<Integer> ofRows) {
        var names = ofRows.stream().map(column -> schema.field(column).name()).toList();
        return new TidemillException(
                Condition.INVALID_OPTION,
                ("%s not what the result has one row for, %s: rows of this result go away, and the"
                                + " tombstone of one would take others of the same key with it, or"
                                + " leave its own")
                        .formatted(key, names.isEmpty() ? "all there is" : names),
                value.isEmpty()
                        ? "make the column key of what the query groups by, or write a changelog"
                        : "remove key.columns, or name %s; or write a changelog"
                                .formatted(names.isEmpty() ? "nothing" : String.join(", ", names)));
    }

    /// What encodes the rows of one worker.
    ///
    /// @param derived the columns by which the query tells rows apart, counted without `_op`
    RowRecords rows(Optional<List<Integer>> derived) {
        if (value.isEmpty() && !isChangelog()) {
            if (!keyColumns.isEmpty()) {
                throw new TidemillException(
                        Condition.INVALID_OPTION,
                        "key.columns needs the option format: without it the key is the column key",
                        "add format, such as json, or remove key.columns");
            }
            return new SparkRows(schema);
        }
        var columns = keys(derived);
        var keyPart = columns.map(this::keyPart).orElse(null);
        if (isEnvelope()) {
            return new DebeziumRows(schema, keyPart, json);
        }
        var inValue = new ArrayList<Integer>();
        for (int i = 0; i < schema.size(); i++) {
            boolean inKey = !keyColumns.isEmpty() && columns.orElseThrow().contains(i);
            if (!inKey) {
                inValue.add(i);
            }
        }
        var format = value.orElseGet(this::missing);
        return new FormatRows(
                keyPart,
                new Part(
                        schema,
                        inValue,
                        format.encoder("the value", Part.schema(schema, inValue))));
    }

    private RecordFormat missing() {
        throw new TidemillException(
                Condition.INVALID_OPTION,
                "a changelog in envelope op needs the option format",
                "add format, such as json");
    }

    private Optional<List<Integer>> keys(Optional<List<Integer>> derived) {
        if (!keyColumns.isEmpty()) {
            return Optional.of(keyColumns.stream().map(this::column).toList());
        }
        int shift = isChangelog() ? 1 : 0;
        return derived.map(columns -> columns.stream().map(column -> column + shift).toList());
    }

    private int column(String name) {
        for (int i = 0; i < schema.size(); i++) {
            if (schema.field(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new TidemillException(
                Condition.INVALID_OPTION,
                "key.columns names '%s', which is no column of the result".formatted(name),
                "name some of " + String.join(", ", schema.fieldNames()));
    }

    private Part keyPart(List<Integer> columns) {
        return new Part(schema, columns, key.encoder("the key", Part.schema(schema, columns)));
    }
}
