package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import io.tidemill.sql.RowFactory;
import io.tidemill.sql.types.StructType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// TPC-H's 22 queries, kept up to date while the rows of all eight tables arrive mixed with each
/// other: equal to DuckDB's answers at three prefixes.
///
/// `-Dtpch.only=Q5` runs one; `-Dtpch.scale=0.01` takes more rows.
class TpchTest {
    /// The queries stand where their plans are tested.
    private static final Path QUERIES =
            Path.of("../engine/src/test/resources/sql/plan/20-tpch.sql");

    private static final double SCALE =
            Double.parseDouble(System.getProperty("tpch.scale", "0.001"));
    private static final String ONLY = System.getProperty("tpch.only", "");
    private static final int PREFIXES = 3;

    private static final Map<String, StructType> SCHEMAS =
            Map.of(
                    "region",
                    StructType.fromDDL("r_regionkey BIGINT, r_name STRING, r_comment STRING"),
                    "nation",
                    StructType.fromDDL(
                            "n_nationkey BIGINT, n_name STRING, n_regionkey BIGINT, n_comment"
                                    + " STRING"),
                    "supplier",
                    StructType.fromDDL(
                            "s_suppkey BIGINT, s_name STRING, s_address STRING, s_nationkey BIGINT,"
                                    + " s_phone STRING, s_acctbal DECIMAL(15,2), s_comment STRING"),
                    "customer",
                    StructType.fromDDL(
                            "c_custkey BIGINT, c_name STRING, c_address STRING, c_nationkey BIGINT,"
                                    + " c_phone STRING, c_acctbal DECIMAL(15,2), c_mktsegment STRING,"
                                    + " c_comment STRING"),
                    "part",
                    StructType.fromDDL(
                            "p_partkey BIGINT, p_name STRING, p_mfgr STRING, p_brand STRING, p_type"
                                    + " STRING, p_size INT, p_container STRING, p_retailprice"
                                    + " DECIMAL(15,2), p_comment STRING"),
                    "partsupp",
                    StructType.fromDDL(
                            "ps_partkey BIGINT, ps_suppkey BIGINT, ps_availqty INT,"
                                    + " ps_supplycost DECIMAL(15,2), ps_comment STRING"),
                    "orders",
                    StructType.fromDDL(
                            "o_orderkey BIGINT, o_custkey BIGINT, o_orderstatus STRING,"
                                    + " o_totalprice DECIMAL(15,2), o_orderdate DATE,"
                                    + " o_orderpriority STRING, o_clerk STRING, o_shippriority INT,"
                                    + " o_comment STRING"),
                    "lineitem",
                    StructType.fromDDL(
                            "l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber"
                                    + " INT, l_quantity DECIMAL(15,2), l_extendedprice DECIMAL(15,2),"
                                    + " l_discount DECIMAL(15,2), l_tax DECIMAL(15,2), l_returnflag"
                                    + " STRING, l_linestatus STRING, l_shipdate DATE, l_commitdate"
                                    + " DATE, l_receiptdate DATE, l_shipinstruct STRING, l_shipmode"
                                    + " STRING, l_comment STRING"));

    @TempDir static Path directory;

    private static final List<Arrival> ARRIVALS = new ArrayList<>();

    private record Arrival(String table, Row row) {}

    @BeforeAll
    static void generate() {
        for (var table : TpchTable.getTables()) {
            var schema = SCHEMAS.get(table.getTableName());
            for (TpchEntity entity : table.createGenerator(SCALE, 1, 1)) {
                ARRIVALS.add(new Arrival(table.getTableName(), row(entity.toLine(), schema)));
            }
        }
        Collections.shuffle(ARRIVALS, new Random(7));
    }

    private static Row row(String line, StructType schema) {
        var parts = line.split("\\|", -1);
        var values = new Object[schema.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (schema.typeOf(i).sql()) {
                        case "BIGINT" -> Long.valueOf(parts[i]);
                        case "INT" -> Integer.valueOf(parts[i]);
                        case "DATE" -> LocalDate.parse(parts[i]);
                        case "STRING" -> parts[i];
                        default -> new BigDecimal(parts[i]).setScale(2);
                    };
        }
        return RowFactory.create(values);
    }

    private static Map<String, String> readQueries() throws IOException {
        var queries = new LinkedHashMap<String, String>();
        for (var part : Files.readString(QUERIES).split("(?m)^-- (?=Q\\d+:)")) {
            if (part.startsWith("Q")) {
                var name = part.substring(0, part.indexOf(':'));
                var text = part.substring(part.indexOf('\n')).replaceAll("(?m)^-->.*$", "");
                queries.put(name, text.substring(0, text.lastIndexOf(';')).strip());
            }
        }
        assertThat(queries).hasSize(22);
        queries.keySet().removeIf(name -> !ONLY.isEmpty() && !name.equals(ONLY));
        return queries;
    }

    @TestFactory
    Stream<DynamicTest> queriesWhileRowsArrive() throws IOException {
        return readQueries().entrySet().stream()
                .map(query ->
                        DynamicTest.dynamicTest(
                                query.getKey(), () -> check(query.getKey(), query.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> queriesWhileRowsComeChangeAndGo() throws IOException {
        var changes = Changes.write(Files.createDirectories(directory.resolve("changes")));
        return readQueries().entrySet().stream()
                .map(query ->
                        DynamicTest.dynamicTest(
                                query.getKey(),
                                () -> check(changes, query.getKey(), query.getValue())));
    }

    /// Rows that come, of which some are changed and some are taken away again: files of changes
    /// for each table, and what is left in the end.
    private record Changes(Path directory, Map<String, List<List<Object>>> left) {
        static final int FILES = 4;

        static Changes write(Path directory) throws IOException {
            var random = new Random(11);
            var left = new HashMap<String, List<List<Object>>>();
            var files = new HashMap<Path, StringBuilder>();
            for (var arrival : ARRIVALS) {
                var schema = SCHEMAS.get(arrival.table);
                var row = new ArrayList<>(arrival.row.toList());
                int file = random.nextInt(FILES);
                add(files, directory, arrival.table, file, "+I", row, schema);
                int fate = random.nextInt(10);
                if (fate < 2) {
                    int later = file + random.nextInt(FILES - file);
                    add(files, directory, arrival.table, later, "-U", row, schema);
                    change(row, random);
                    add(files, directory, arrival.table, later, "+U", row, schema);
                    file = later;
                }
                if (fate == 0 || fate == 9) {
                    int later = file + random.nextInt(FILES - file);
                    add(files, directory, arrival.table, later, "-D", row, schema);
                } else {
                    left.computeIfAbsent(arrival.table, _ -> new ArrayList<>()).add(row);
                }
            }
            for (var file : files.entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                Files.writeString(file.getKey(), file.getValue());
                var number = file.getKey().getFileName().toString().replace(".json", "");
                Files.setLastModifiedTime(
                        file.getKey(),
                        FileTime.from(Instant.EPOCH.plusSeconds(Long.parseLong(number))));
            }
            return new Changes(directory, left);
        }

        private static void change(List<Object> row, Random random) {
            for (int i = 0; i < row.size(); i++) {
                if (row.get(i) instanceof BigDecimal amount) {
                    row.set(i, amount.add(BigDecimal.valueOf(random.nextInt(500), 2)));
                }
            }
        }

        private static void add(
                Map<Path, StringBuilder> files,
                Path directory,
                String table,
                int file,
                String op,
                List<Object> row,
                StructType schema) {
            var line = new StringJoiner(",", "{", "}\n").add("\"_op\":\"" + op + "\"");
            for (int i = 0; i < row.size(); i++) {
                var value = row.get(i);
                line.add(
                        "\"%s\":%s"
                                .formatted(
                                        schema.field(i).name(),
                                        value instanceof Number
                                                ? value
                                                : "\""
                                                        + value.toString().replace("\"", "'")
                                                        + "\""));
            }
            files.computeIfAbsent(
                            directory.resolve(table).resolve(file + ".json"),
                            _ -> new StringBuilder())
                    .append(line);
        }
    }

    private static void check(Changes changes, String name, String query) {
        try (var duck = new Duck();
                var test = StreamTest.real(changes.directory.resolve("run-" + name))) {
            for (var table : tablesOf(query)) {
                var ddl = SCHEMAS.get(table).toDDL();
                test.session()
                        .sql(
                                "CREATE TABLE %s_changes (%s) USING json OPTIONS (path '%s', changelog 'op', maxFilesPerTrigger '1')"
                                        .formatted(table, ddl, changes.directory.resolve(table)));
                test.session()
                        .sql(
                                "CREATE TEMPORARY VIEW %s AS SELECT * FROM STREAM %s_changes"
                                        .formatted(table, table));
                duck.createTable(table, ddl);
                duck.insert(Map.of(table, changes.left.get(table)));
            }
            test.stream(query).processAllAvailable();
            compare(test, duck, query, "after all changes");
        }
    }

    private static List<String> tablesOf(String query) {
        return SCHEMAS.keySet().stream()
                .filter(table -> Pattern.compile("\\b" + table + "\\b").matcher(query).find())
                .sorted()
                .toList();
    }

    private static void compare(StreamTest test, Duck duck, String query, String when) {
        var found = test.sinkTable().rows().stream().map(RowText::of).sorted().toList();
        var wanted = duck.query(query);
        if (!RowText.similar(found, wanted)) {
            assertThat(found).as(when).isEqualTo(wanted);
        }
    }

    private static void check(String name, String query) {
        var random = new Random(name.hashCode());
        try (var duck = new Duck();
                var test = StreamTest.simulated(name.hashCode())) {
            test.config("tidemill.workers", Integer.toString(1 + random.nextInt(3)));
            var tables = tablesOf(query);
            for (var table : tables) {
                test.table(table, SCHEMAS.get(table).toDDL());
                duck.createTable(table, SCHEMAS.get(table).toDDL());
            }
            var arrivals = ARRIVALS.stream().filter(one -> tables.contains(one.table)).toList();
            test.stream(query);
            for (int prefix = 0; prefix < PREFIXES; prefix++) {
                var part =
                        arrivals.subList(
                                arrivals.size() * prefix / PREFIXES,
                                arrivals.size() * (prefix + 1) / PREFIXES);
                feed(test, part, random);
                duck.insert(
                        part.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                one -> one.table,
                                                Collectors.mapping(
                                                        one -> one.row.toList(),
                                                        Collectors.toList()))));
                compare(test, duck, query, "prefix " + prefix);
            }
        }
    }

    private static void feed(StreamTest test, List<Arrival> part, Random random) {
        for (int at = 0; at < part.size(); ) {
            int to = Math.min(part.size(), at + 1 + random.nextInt(part.size()));
            var byTable = new TreeMap<String, List<Row>>();
            for (var one : part.subList(at, to)) {
                byTable.computeIfAbsent(one.table, _ -> new ArrayList<>()).add(one.row);
            }
            byTable.forEach((table, rows) -> test.insert(table, rows.toArray(Row[]::new)));
            test.processAllAvailable();
            at = to;
        }
    }
}
