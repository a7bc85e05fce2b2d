package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.AnalysisException;
import io.tidemill.testkit.RandomTables.Kind;
import org.junit.jupiter.api.Test;

/// Queries made up from seeds, over tables made up with them, kept up to date while rows arrive in
/// random cuts, on one to three workers, with crashes and restarts on another number of workers, in
/// every output mode: equal to DuckDB's answer behind each part.
///
/// Late rows are left out of DuckDB's tables by the definition: a row is late when it is older than
/// the greatest time in front of it in its table, less the delay. In mode append everything that is
/// given must be in the answer, and all of the answer must have been given when the watermark has
/// passed all times.
///
/// `-Drandom.queries=5000` tries more seeds, `-Drandom.from=300` begins there. What fails is told
/// as a file that [GoldenFilesTest] can run, with as few rows as it takes.
class RandomQueriesTest {
    private static final int QUERIES = Integer.getInteger("random.queries", 150);
    private static final int FROM = Integer.getInteger("random.from", 0);
    private static final List<CrashPoint> POINTS = List.of(CrashPoint.values());

    /// A row to insert, as SQL.
    private record Arrival(RandomTables.Table table, List<String> values) {
        String sql() {
            return "VALUES (%s)".formatted(String.join(", ", values));
        }
    }

    private record Case(
            RandomTables tables,
            RandomQuery.Text query,
            String mode,
            List<Arrival> arrivals,
            int seed) {
        /// The case as a file for [GoldenFilesTest].
        @Override
        public String toString() {
            var text = new StringBuilder("-- seed %d\n-- mode: %s\n".formatted(seed, mode));
            text.append("-- duckdb: ").append(query.answers(mode).getFirst()).append('\n');
            for (var table : tables.all()) {
                text.append(table.declaration()).append('\n');
            }
            text.append('\n').append(query.sql()).append(";\n\n-- epoch\n");
            arrivals.forEach(one ->
                    text.append("INSERT INTO %s %s;\n".formatted(one.table.name(), one.sql())));
            return text.toString();
        }
    }

    private final Map<String, Integer> ran = new TreeMap<>();
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
        System.out.println("random queries from seed " + FROM + ": " + QUERIES + ", " + ran);
    }

    private static Case make(int seed) {
        var random = new Random(seed * 7919L + 1);
        var tables = new RandomTables(random);
        var query = new RandomQuery(random, tables).query(1 + random.nextInt(3));
        var mode =
                query.timed() && random.nextInt(3) > 0
                        ? "append"
                        : List.of("changelog", "changelog", "update", "complete")
                                .get(random.nextInt(4));
        var arrivals = new ArrayList<Arrival>();
        int rows = 3 + random.nextInt(25);
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < rows; i++) {
            var table = tables.all().get(random.nextInt(tables.all().size()));
            int number = counts.merge(table.name(), 1, Integer::sum) - 1;
            arrivals.add(new Arrival(table, tables.row(table, number)));
        }
        return new Case(tables, query, mode, arrivals, seed);
    }

    /// Leaves out rows as long as it still fails.
    private Case smaller(Case failing) {
        var now = failing;
        for (int i = 0; i < now.arrivals.size(); ) {
            var fewer = new ArrayList<>(now.arrivals);
            fewer.remove(i);
            var candidate = new Case(now.tables, now.query, now.mode, fewer, now.seed);
            if (problem(candidate).isPresent()) {
                now = candidate;
            } else {
                i++;
            }
        }
        return now;
    }

    private Optional<String> problem(Case one) {
        try (var run = new Run(one)) {
            return run.problem();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e.toString());
        }
    }

    /// One query, and DuckDB beside it.
    private final class Run implements AutoCloseable {
        private final Case one;
        private final Random random;
        private final Duck duck = new Duck();
        private final StreamTest test;
        private final Map<String, Instant> greatest = new HashMap<>();
        private final boolean append;
        private boolean begun;
        private List<String> answers;

        Run(Case one) {
            this.one = one;
            random = new Random(one.seed);
            answers = one.query.answers(one.mode);
            test = StreamTest.simulated(one.seed);
            workers();
            for (var table : one.tables.all()) {
                test.table(table.name(), table.ddl());
                duck.createTable(table.name(), table.ddl());
                if (table.kind() == Kind.TIMED) {
                    test.watermark(table.name(), table.time(), table.delaySeconds() + " seconds");
                    duck.createTable(table.name() + "_kept", table.ddl());
                }
            }
            var mode = start();
            append = mode.equals("append");
            ran.merge(mode, 1, Integer::sum);
        }

        private void workers() {
            test.config("tidemill.workers", Integer.toString(1 + random.nextInt(3)));
        }

        /// In its mode, or as a changelog where that means nothing.
        private String start() {
            try {
                test.outputMode(one.mode).stream(one.query.sql());
                return one.mode;
            } catch (AnalysisException e) {
                if (one.mode.equals("changelog")
                        || !e.getMessage().contains("UNSUPPORTED_OUTPUT_MODE")) {
                    throw e;
                }
                test.outputMode("changelog").stream(one.query.sql());
                return "changelog";
            }
        }

        Optional<String> problem() {
            for (int at = 0; at < one.arrivals.size(); ) {
                int to = Math.min(one.arrivals.size(), at + 1 + random.nextInt(8));
                var part = one.arrivals.subList(at, to);
                part.forEach(this::arrive);
                begun |= part.stream().anyMatch(arrival -> isRead(arrival.table));
                disturb(part);
                test.processAllAvailable();
                at = to;
                // Before its first row a query has given nothing, not even how many there are.
                var problem = begun ? compare(Map.of()) : Optional.<String>empty();
                if (problem.isPresent()) {
                    return problem;
                }
            }
            withRows += test.sinkTable().rows().isEmpty() ? 0 : 1;
            return append ? theEnd() : Optional.empty();
        }

        /// All that can become final has become so.
        private Optional<String> theEnd() {
            var given = new HashMap<String, List<String>>();
            answers.forEach(answer -> given.put(answer, duck.query(answer)));
            for (var table : one.tables.all()) {
                if (table.kind() == Kind.TIMED) {
                    arrive(new Arrival(table, RandomTables.last(table)));
                }
            }
            test.processAllAvailable();
            return compare(given);
        }

        private void disturb(List<Arrival> part) {
            int chance = random.nextInt(6);
            boolean read = part.stream().anyMatch(arrival -> isRead(arrival.table));
            if (chance == 0 && read) {
                test.crash(POINTS.get(random.nextInt(POINTS.size())));
            }
            if (chance <= 1) {
                workers();
                test.restart();
            }
        }

        private boolean isRead(RandomTables.Table table) {
            return one.query.sql().matches(".*\\b" + table.name() + "\\b.*");
        }

        private void arrive(Arrival arrival) {
            var table = arrival.table;
            duck.run("INSERT INTO %s %s".formatted(table.name(), arrival.sql()));
            for (var row : test.session().sql(arrival.sql()).collectAsList()) {
                test.insert(table.name(), row);
                if (table.kind() == Kind.TIMED && !isLate(table, (Instant) row.get(0))) {
                    duck.run("INSERT INTO %s_kept %s".formatted(table.name(), arrival.sql()));
                }
            }
        }

        private boolean isLate(RandomTables.Table table, Instant time) {
            if (time == null) {
                return false;
            }
            var before = greatest.getOrDefault(table.name(), Instant.MIN);
            if (before != Instant.MIN && time.isBefore(before.minusSeconds(table.delaySeconds()))) {
                return true;
            }
            greatest.put(table.name(), time.isAfter(before) ? time : before);
            return false;
        }

        /// @param given in mode append: what must have been given by now, by answer
        private Optional<String> compare(Map<String, List<String>> given) {
            var found = test.sinkTable().rows().stream().map(RowText::of).sorted().toList();
            var possible = new ArrayList<String>();
            var wanted = List.<String>of();
            for (var answer : answers) {
                wanted = duck.query(answer);
                boolean right =
                        append
                                ? holds(wanted, found)
                                        && holds(found, given.getOrDefault(answer, List.of()))
                                : found.equals(wanted);
                if (right) {
                    possible.add(answer);
                }
            }
            answers = possible;
            return possible.isEmpty()
                    ? Optional.of("found %s\nwanted %s".formatted(found, wanted))
                    : Optional.empty();
        }

        /// Whether all rows of one list are in the other, as often.
        private static boolean holds(List<String> all, List<String> some) {
            var rest = new ArrayList<>(all);
            return some.stream().allMatch(rest::remove);
        }

        @Override
        public void close() {
            test.close();
            duck.close();
        }
    }
}
