package io.tidemill.testkit;

import module java.base;

/// A `.sql` file that says what a query over streams gives: tables, what is inserted into them
/// epoch by epoch, one query, and in comments behind it the plan, the changelog of each epoch, the
/// result.
///
/// Lines that begin with `-- mode:`, `-- session:` and `-- duckdb:` say how it is run; the last one
/// is the query in DuckDB's dialect where it differs, or `none`. A line `-- epoch` begins the next
/// epoch.
record GoldenFile(
        Path path,
        String text,
        String mode,
        Map<String, String> session,
        Optional<String> duckdb,
        List<TableClause> tables,
        List<List<Insert>> epochs,
        String query) {
    private static final Pattern CREATE =
            Pattern.compile("(?is)CREATE\\s+TABLE\\s+(\\w+)\\s*\\((.*)\\)\\s*");
    private static final Pattern WATERMARK =
            Pattern.compile(
                    "(?is),\\s*WATERMARK\\s+FOR\\s+(\\w+)\\s+AS\\s+\\w+\\s*-\\s*INTERVAL\\s+(.*)");
    private static final Pattern INSERT =
            Pattern.compile("(?is)INSERT\\s+INTO\\s+(\\w+)\\s+(VALUES.*)");
    private static final String BLOCK = "\n/* ";

    record TableClause(String name, String columns, Optional<String[]> watermark) {}

    record Insert(String table, String values) {}

    static GoldenFile read(Path path) {
        try {
            var whole = Files.readString(path);
            int end = whole.indexOf(BLOCK);
            return parse(path, end < 0 ? whole.strip() + "\n" : whole.substring(0, end + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenFile parse(Path path, String text) {
        var mode = directive(text, "mode").orElse("changelog");
        var session = new LinkedHashMap<String, String>();
        directive(text, "session")
                .ifPresent(all -> {
                    for (var each : all.split("\\s*,\\s*")) {
                        session.put(each.split("=")[0].strip(), each.split("=")[1].strip());
                    }
                });
        var tables = new ArrayList<TableClause>();
        var epochs = new ArrayList<List<Insert>>(List.of(new ArrayList<>()));
        var query = "";
        for (var part : text.split("(?m)^-- epoch\\s*$")) {
            if (!epochs.getLast().isEmpty()) {
                epochs.add(new ArrayList<>());
            }
            for (var statement : part.replaceAll("(?m)^--.*$", "").split("(?m);\\s*$")) {
                var sql = statement.strip();
                var create = CREATE.matcher(sql);
                var insert = INSERT.matcher(sql);
                if (create.matches()) {
                    tables.add(table(create.group(1), create.group(2)));
                } else if (insert.matches()) {
                    epochs.getLast().add(new Insert(insert.group(1), insert.group(2)));
                } else if (!sql.isEmpty()) {
                    query = sql;
                }
            }
        }
        epochs.removeIf(List::isEmpty);
        return new GoldenFile(
                path, text, mode, session, directive(text, "duckdb"), tables, epochs, query);
    }

    private static TableClause table(String name, String columns) {
        var watermark = WATERMARK.matcher(columns);
        return watermark.find()
                ? new TableClause(
                        name,
                        columns.substring(0, watermark.start()).strip(),
                        Optional.of(
                                new String[] {
                                    watermark.group(1), watermark.group(2).strip().replace("'", "")
                                }))
                : new TableClause(name, columns.strip(), Optional.empty());
    }

    private static Optional<String> directive(String text, String name) {
        var lines =
                text.lines()
                        .filter(line -> line.startsWith("-- " + name + ":"))
                        .map(line -> line.substring(name.length() + 4).strip())
                        .toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }

    String name() {
        return path.getFileName().toString().replace(".sql", "");
    }

    /// The whole file with these blocks.
    String with(Map<String, String> blocks) {
        var whole = new StringBuilder(text.strip()).append('\n');
        blocks.forEach((name, block) ->
                whole.append(BLOCK)
                        .append(name)
                        .append('\n')
                        .append(block.stripTrailing())
                        .append("\n*/\n"));
        return whole.toString();
    }
}
