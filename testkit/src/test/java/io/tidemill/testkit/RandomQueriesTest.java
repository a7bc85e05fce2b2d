package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

/// Queries made up from seeds, over tables made up with them, kept up to date while rows arrive in
/// random cuts, on one to three workers, with crashes: equal to DuckDB's answer behind each part.
///
/// `-Drandom.queries=5000` tries more seeds, `-Drandom.from=300` begins there. What fails is told
/// as a file that [GoldenFilesTest] can run, with as few rows as it takes.
class RandomQueriesTest {
    private static final int QUERIES = Integer.getInteger("random.queries", 150);
    private static final int FROM = Integer.getInteger("random.from", 0);
    private static final List<CrashPoint> POINTS = List.of(CrashPoint.values());

    /// A row to insert, as SQL.
    private record Arrival(String table, String values) {}

    private record Case(RandomQuery tables, String query, List<Arrival> arrivals, int seed) {
        /// The case as a file for [GoldenFilesTest].
        @Override
        public String toString() {
            var text = new StringBuilder("-- seed %d\n".formatted(seed));
            for (var table : tables.tables()) {
                text.append("CREATE TABLE %s (%s);\n".formatted(table.name(), table.ddl()));
            }
            text.append('\n').append(query).append(";\n\n-- epoch\n");
            arrivals.forEach(one ->
                    text.append("INSERT INTO %s VALUES (%s);\n".formatted(one.table, one.values)));
            return text.toString();
        }
    }

    private int withRows;

    @Test
    void queriesOfAnyShapeAreKeptUpToDate() {
        var failures = new ArrayList<String>();
        for (int seed = FROM; seed < FROM + QUERIES; seed++) {
            var one = make(seed);
            var problem = problem(one);
            if (problem.isPresent()) {
                var small = smaller(one);
                failures.add(
                        small
                                + "-- "
                                + problem(small).orElse(problem.get()).replace("\n", "\n-- "));
            }
            if (failures.size() >= 10) {
                break;
            }
        }
        assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
        assertThat(withRows).as("queries whose result is not empty").isGreaterThan(QUERIES / 2);
    }

    private static Case make(int seed) {
        var random = new Random(seed * 7919L + 1);
        var query = new RandomQuery(random);
        var sql = query.query(1 + random.nextInt(3));
        var arrivals = new ArrayList<Arrival>();
        int rows = 3 + random.nextInt(25);
        for (int i = 0; i < rows; i++) {
            var table = query.tables().get(random.nextInt(query.tables().size()));
            arrivals.add(new Arrival(table.name(), String.join(", ", query.row(table))));
        }
        return new Case(query, sql, arrivals, seed);
    }

    /// Leaves out rows as long as it still fails.
    private Case smaller(Case failing) {
        var now = failing;
        for (int i = 0; i < now.arrivals.size(); ) {
            var fewer = new ArrayList<>(now.arrivals);
            fewer.remove(i);
            var candidate = new Case(now.tables, now.query, fewer, now.seed);
            if (problem(candidate).isPresent()) {
                now = candidate;
            } else {
                i++;
            }
        }
        return now;
    }

    private Optional<String> problem(Case one) {
        var random = new Random(one.seed);
        try (var duck = new Duck();
                var test = StreamTest.simulated(one.seed)) {
            test.config("tidemill.workers", Integer.toString(1 + one.seed % 3));
            for (var table : one.tables.tables()) {
                test.table(table.name(), table.ddl());
                duck.createTable(table.name(), table.ddl());
            }
            test.stream(one.query);
            for (int at = 0; at < one.arrivals.size(); ) {
                int to = Math.min(one.arrivals.size(), at + 1 + random.nextInt(8));
                for (var arrival : one.arrivals.subList(at, to)) {
                    duck.run("INSERT INTO %s VALUES (%s)".formatted(arrival.table, arrival.values));
                    test.session()
                            .sql("VALUES (%s)".formatted(arrival.values))
                            .collectAsList()
                            .forEach(row -> test.insert(arrival.table, row));
                }
                boolean read =
                        one.arrivals.subList(at, to).stream()
                                .anyMatch(arrival ->
                                        one.query.contains(" FROM " + arrival.table + ")")
                                                || one.query.contains(
                                                        " FROM " + arrival.table + " ")
                                                || one.query.endsWith(" FROM " + arrival.table));
                if (random.nextInt(4) == 0 && read) {
                    test.crash(POINTS.get(random.nextInt(POINTS.size()))).restart();
                }
                test.processAllAvailable();
                at = to;
                var found = test.sinkTable().rows().stream().map(RowText::of).sorted().toList();
                var wanted = duck.query(one.query);
                if (!found.equals(wanted)) {
                    return Optional.of("found %s\nwanted %s".formatted(found, wanted));
                }
            }
            withRows += test.sinkTable().rows().isEmpty() ? 0 : 1;
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e.toString());
        }
    }
}
