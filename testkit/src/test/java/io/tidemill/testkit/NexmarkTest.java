package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The queries of NEXMark, kept up to date over a stream of persons, auctions and bids that comes
/// in random cuts, with crashes: equal to DuckDB's answer over the same rows, at several prefixes.
///
/// `-Dnexmark.only=q5` runs one; `-Dnexmark.events=100000` more events.
class NexmarkTest {
    private static final Path QUERIES = Path.of("../bench/src/main/resources/nexmark");
    private static final long EVENTS = Long.getLong("nexmark.events", 1000);
    private static final String ONLY = System.getProperty("nexmark.only", "");
    private static final List<CrashPoint> POINTS = List.of(CrashPoint.values());
    private static final Map<String, StructType> SCHEMAS = new HashMap<>();
    private static final List<Arrival> ARRIVALS = new ArrayList<>();

    /// One event, and when it happened.
    private record Arrival(String table, Row row, Instant time) {}

    @TempDir static Path directory;

    @BeforeAll
    static void generate() {
        try (var session = TidemillSession.builder().directory(directory).create()) {
            for (var table : List.of("person", "auction", "bid")) {
                var rows =
                        session.read()
                                .format("nexmark")
                                .option("type", table)
                                .option("events", EVENTS)
                                .option("eventGap", "50ms")
                                .load();
                SCHEMAS.put(table, rows.schema());
                for (var row : rows.collectAsList()) {
                    ARRIVALS.add(new Arrival(table, row, row.getAs("dateTime")));
                }
            }
        }
        ARRIVALS.sort(Comparator.comparing(Arrival::time));
        var side = StructType.fromDDL("key BIGINT, value STRING");
        SCHEMAS.put("side_input", side);
        for (long key = 0; key < 10_000; key += 7) {
            ARRIVALS.addFirst(
                    new Arrival("side_input", StreamTest.row(key, "v" + key), Instant.EPOCH));
        }
    }

    @TestFactory
    Stream<DynamicTest> queries() {
        return IntStream.rangeClosed(0, 22)
                .mapToObj(i -> "q" + i)
                .filter(name -> ONLY.isEmpty() || name.equals(ONLY))
                .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
    }

    /// The same from JSON files, one an epoch, and right from the generator.
    @TestFactory
    Stream<DynamicTest> queriesOverFilesAndOverTheGenerator() {
        writeFiles();
        return IntStream.rangeClosed(0, 22)
                .mapToObj(i -> "q" + i)
                .filter(name -> ONLY.isEmpty() || name.equals(ONLY))
                .flatMap(name ->
                        Stream.of("json", "nexmark")
                                .map(source ->
                                        DynamicTest.dynamicTest(
                                                name + " from " + source,
                                                () -> check(name, source))));
    }

    private static void writeFiles() {
        try (var session = TidemillSession.builder().directory(directory).create()) {
            for (var table : SCHEMAS.keySet()) {
                var rows = ARRIVALS.stream().filter(one -> one.table.equals(table)).toList();
                for (int file = 0; file < 3; file++) {
                    session.createDataFrame(
                                    rows
                                            .subList(
                                                    rows.size() * file / 3,
                                                    rows.size() * (file + 1) / 3)
                                            .stream()
                                            .map(Arrival::row)
                                            .toList(),
                                    SCHEMAS.get(table))
                            .write()
                            .mode("append")
                            .json("files/" + table);
                }
            }
        }
    }

    private static void check(String name, String source) {
        var query = GoldenFile.read(QUERIES.resolve(name + ".sql"));
        try (var duck = new Duck();
                var test = StreamTest.real(directory.resolve(name + "-" + source))) {
            for (var table : tablesOf(query.query())) {
                var fromFiles = source.equals("json") || table.equals("side_input");
                test.session()
                        .sql(
                                "CREATE TABLE %s_rows (%s) USING %s OPTIONS (%s)"
                                        .formatted(
                                                table,
                                                SCHEMAS.get(table).toDDL(),
                                                fromFiles ? "json" : "nexmark",
                                                fromFiles
                                                        ? "path '%s/files/%s', maxFilesPerTrigger '1'"
                                                                .formatted(directory, table)
                                                        : "type '%s', events '%d', eventGap '50ms'"
                                                                .formatted(table, EVENTS)));
                // The side input is a table beside the stream, read as it is.
                test.session()
                        .sql(
                                "CREATE TEMPORARY VIEW %s AS SELECT * FROM %s%s_rows"
                                        .formatted(
                                                table,
                                                table.equals("side_input") ? "" : "STREAM ",
                                                table));
                duck.createTable(table, SCHEMAS.get(table).toDDL());
                duck.insert(
                        Map.of(
                                table,
                                ARRIVALS.stream()
                                        .filter(one -> one.table.equals(table))
                                        .map(one -> one.row.toList())
                                        .toList()));
            }
            test.stream(query.query()).processAllAvailable();
            assertThat(test.sinkTable().rows().stream().map(RowText::of).sorted().toList())
                    .isEqualTo(duck.query(query.duckdb().orElse(query.query())));
        }
    }

    private static void check(String name) {
        var query = GoldenFile.read(QUERIES.resolve(name + ".sql"));
        var random = new Random(name.hashCode());
        try (var duck = new Duck();
                var test = StreamTest.simulated(name.hashCode())) {
            test.config("tidemill.workers", Integer.toString(1 + random.nextInt(3)));
            for (var table : tablesOf(query.query())) {
                test.table(table, SCHEMAS.get(table).toDDL());
                duck.createTable(table, SCHEMAS.get(table).toDDL());
                if (SCHEMAS.get(table).indexOf("dateTime") >= 0) {
                    test.watermark(table, "dateTime", "4 seconds");
                }
            }
            var arrivals =
                    ARRIVALS.stream()
                            .filter(one -> tablesOf(query.query()).contains(one.table))
                            .toList();
            test.stream(query.query());
            int prefixes = 3;
            for (int prefix = 0; prefix < prefixes; prefix++) {
                var part =
                        arrivals.subList(
                                arrivals.size() * prefix / prefixes,
                                arrivals.size() * (prefix + 1) / prefixes);
                feed(test, part, random);
                duck.insert(
                        part.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                one -> one.table,
                                                Collectors.mapping(
                                                        one -> one.row.toList(),
                                                        Collectors.toList()))));
                assertThat(test.sinkTable().rows().stream().map(RowText::of).sorted().toList())
                        .as("prefix %d", prefix)
                        .isEqualTo(duck.query(query.duckdb().orElse(query.query())));
            }
        }
    }

    private static void feed(StreamTest test, List<Arrival> part, Random random) {
        for (int at = 0; at < part.size(); ) {
            int to = Math.min(part.size(), at + 1 + random.nextInt(part.size()));
            var byTable = new LinkedHashMap<String, List<Row>>();
            for (var one : part.subList(at, to)) {
                byTable.computeIfAbsent(one.table, _ -> new ArrayList<>()).add(one.row);
            }
            byTable.forEach((table, rows) -> test.insert(table, rows.toArray(Row[]::new)));
            if (random.nextInt(3) == 0) {
                test.crash(POINTS.get(random.nextInt(POINTS.size()))).restart();
            }
            test.processAllAvailable();
            at = to;
        }
    }

    private static Set<String> tablesOf(String query) {
        return SCHEMAS.keySet().stream()
                .filter(table -> Pattern.compile("\\b" + table + "\\b").matcher(query).find())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
