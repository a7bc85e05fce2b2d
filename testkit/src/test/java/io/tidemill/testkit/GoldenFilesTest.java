package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every file of `sql/stream`: its query runs epoch by epoch as it stands there, equal to DuckDB's
/// answer behind each epoch; then all at once, row by row, in random cuts, with one to three
/// workers, with a restart, and with a crash in every epoch: the result is the same each time.
///
/// `-Dgolden=update` writes the files anew; `-Dgolden.only=join` runs those whose names hold that.
class GoldenFilesTest {
    private static final Path FILES = Path.of("src/test/resources/sql/stream");
    private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
    private static final List<CrashPoint> POINTS = List.of(CrashPoint.values());
    private static final String ONLY = System.getProperty("golden.only", "");

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        try (var files = Files.list(FILES)) {
            return files
                    .filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .map(GoldenFile::read)
                    .filter(file -> file.name().contains(ONLY))
                    .map(file -> DynamicTest.dynamicTest(file.name(), () -> check(file)))
                    .toList()
                    .stream();
        }
    }

    private static void check(GoldenFile file) throws IOException {
        var blocks = asWritten(file);
        var wanted = file.with(blocks);
        if (UPDATE) {
            Files.writeString(file.path(), wanted);
        }
        assertThat(Files.readString(file.path())).isEqualTo(wanted);
        var result = blocks.get("result");
        for (int seed = 1; seed <= 6; seed++) {
            assertThat(inAnotherWay(file, seed)).as("seed %d", seed).isEqualTo(result);
        }
    }

    /// One row to insert.
    private record Arrival(String table, Row row) {}

    private static StreamTest open(GoldenFile file, long seed, int workers) {
        var test = StreamTest.simulated(seed).outputMode(file.mode());
        test.config("tidemill.workers", Integer.toString(workers));
        file.session().forEach(test::config);
        for (var table : file.tables()) {
            test.table(table.name(), table.columns());
            table.watermark().ifPresent(w -> test.watermark(table.name(), w[0], w[1]));
        }
        return test;
    }

    private static List<Arrival> arrivals(StreamTest test, List<GoldenFile.Insert> inserts) {
        var all = new ArrayList<Arrival>();
        for (var insert : inserts) {
            for (var row : test.session().sql(insert.values()).collectAsList()) {
                all.add(new Arrival(insert.table(), row));
            }
        }
        return all;
    }

    private static Map<String, String> asWritten(GoldenFile file) {
        var changelog = new StringBuilder();
        try (var test = open(file, 1, 2);
                var duck = new Duck()) {
            file.tables().forEach(table -> duck.createTable(table.name(), table.columns()));
            test.stream(file.query());
            int epoch = 0;
            for (var inserts : file.epochs()) {
                arrivals(test, inserts).forEach(one -> test.insert(one.table, one.row));
                inserts.forEach(
                        one -> duck.run("INSERT INTO %s %s".formatted(one.table(), one.values())));
                int before = test.sinkTable().epochs();
                test.processAllAvailable();
                changelog.append("epoch ").append(epoch++).append('\n');
                if (test.sinkTable().epochs() > before) {
                    append(changelog, file, test.sinkTable().lastEpoch());
                }
                if (!file.duckdb().equals(Optional.of("none"))) {
                    assertThat(result(test))
                            .as("behind epoch %d, against DuckDB", epoch - 1)
                            .isEqualTo(lines(duck.query(file.duckdb().orElse(file.query()))));
                }
            }
            var blocks = new LinkedHashMap<String, String>();
            blocks.put("plan", plan(test, file));
            blocks.put("changelog", changelog.toString());
            blocks.put("result", result(test));
            return blocks;
        }
    }

    private static String plan(StreamTest test, GoldenFile file) {
        return test.session().sql("EXPLAIN " + file.query()).collectAsList().stream()
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }

    private static void append(StringBuilder text, GoldenFile file, List<Object[]> rows) {
        rows.stream()
                .map(RowText::of)
                .sorted(file.mode().equals("changelog") ? BY_ROW : Comparator.naturalOrder())
                .forEach(row -> text.append("  ").append(row).append('\n'));
    }

    private static final Comparator<String> BY_ROW =
            Comparator.comparing((String row) -> row.substring(2))
                    .thenComparingInt(row -> row.startsWith("-") ? 0 : 1);

    private static String result(StreamTest test) {
        return lines(test.sinkTable().rows().stream().map(RowText::of).sorted().toList());
    }

    private static String lines(List<String> rows) {
        return rows.stream().map(row -> row + "\n").collect(Collectors.joining());
    }

    /// Cut, restarted and crashed as a seed says; the order of the rows stays.
    private static String inAnotherWay(GoldenFile file, int seed) {
        var random = new Random(seed);
        try (var test = open(file, seed, 1 + seed % 3)) {
            var all = new ArrayList<Arrival>();
            file.epochs().forEach(inserts -> all.addAll(arrivals(test, inserts)));
            test.stream(file.query());
            int most = seed == 1 ? all.size() : seed == 2 ? 1 : 1 + random.nextInt(all.size());
            for (int at = 0; at < all.size(); ) {
                int to = Math.min(all.size(), at + 1 + random.nextInt(most));
                for (var one : all.subList(at, seed == 1 ? all.size() : to)) {
                    test.insert(one.table, one.row);
                }
                at = seed == 1 ? all.size() : to;
                switch (seed % 3) {
                    case 0 ->
                            test.crash(POINTS.get(random.nextInt(POINTS.size())))
                                    .restart()
                                    .processAllAvailable();
                    case 1 -> test.processAllAvailable().restart();
                    default -> test.processAllAvailable();
                }
            }
            test.processAllAvailable();
            return result(test);
        }
    }
}
