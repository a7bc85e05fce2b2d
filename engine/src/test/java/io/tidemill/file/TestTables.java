package io.tidemill.file;

import module java.base;

import io.tidemill.connect.Connector;
import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;

/// Tables of files for tests, and what is read from them.
final class TestTables {
    static final World WORLD = RealWorld.create();

    private TestTables() {}

    /// What a read gave: the rows as objects, and the records that could not be read.
    record Read(List<Object[]> rows, List<Bad> bad) {
        List<List<Object>> lists() {
            return rows.stream().map(row -> Arrays.asList(row)).toList();
        }
    }

    record Bad(String file, long offset, String text, String reason) {}

    /// @param options name, value, name, value, …
    static Table table(Connector connector, Path path, String ddl, String... options) {
        return table(connector, path, ddl, List.of(), options);
    }

    static Table table(
            Connector connector,
            Path path,
            String ddl,
            List<String> partitionBy,
            String... options) {
        Map<String, String> all = new HashMap<>(Map.of("path", path.toString()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return connector.table(
                new TableContext(
                        "t",
                        ddl.isEmpty() ? Optional.empty() : Optional.of(StructType.fromDDL(ddl)),
                        Options.of(all),
                        partitionBy,
                        Path.of("").toAbsolutePath(),
                        WORLD));
    }

    static Table json(Path path, String ddl, String... options) {
        return table(new JsonFiles(), path, ddl, options);
    }

    static Table csv(Path path, String ddl, String... options) {
        return table(new CsvFiles(), path, ddl, options);
    }

    /// Everything that is there.
    static Read all(Table table) throws IOException {
        return all(table, table.schema());
    }

    static Read all(Table table, StructType columns) throws IOException {
        try (Source source = table.source(false)) {
            Optional<Slice> slice =
                    source.plan(source.initialOffset(), source.latestOffset(), ReadLimit.NONE);
            Read read = new Read(new ArrayList<>(), new ArrayList<>());
            if (slice.isPresent()) {
                read(source, slice.get(), columns, read);
            }
            return read;
        }
    }

    static void read(Source source, Slice slice, StructType columns, Read into) throws IOException {
        Batch batch = Batch.create(columns, 0);
        ReadRequest request =
                new ReadRequest(
                        columns,
                        (file, offset, record, from, to, reason) ->
                                into.bad()
                                        .add(
                                                new Bad(
                                                        file,
                                                        offset,
                                                        new String(
                                                                record,
                                                                from,
                                                                to - from,
                                                                StandardCharsets.UTF_8),
                                                        reason)));
        for (var split : slice.splits()) {
            try (var reader = source.open(split, request)) {
                while (reader.next(batch)) {
                    for (int row = 0; row < batch.rows(); row++) {
                        into.rows().add(batch.row(row));
                    }
                }
            }
        }
    }

    /// A value in the form of the cases that Spark answered.
    static String show(Object value) {
        return switch (value) {
            case null -> "NULL";
            case Object[] row ->
                    Arrays.stream(row)
                            .map(TestTables::show)
                            .collect(Collectors.joining(", ", "(", ")"));
            case String text -> quote(text);
            case BigDecimal number -> number.toPlainString();
            case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + "'";
            case List<?> list ->
                    list.stream().map(TestTables::show).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> show(entry.getKey()) + ": " + show(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
