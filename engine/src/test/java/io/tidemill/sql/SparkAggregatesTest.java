package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.NullType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spark's answers to aggregates over small tables, through the whole engine. Floating results are
/// compared to twelve digits, as ours are computed exactly and rounded once; arrays that Spark
/// leaves in the order of its rows are compared as sets. What differs on purpose stands in
/// `functions/aggregate-deviations.txt`, with the reason; `-Dgolden=update` writes it anew.
class SparkAggregatesTest {
    private static final Path FILES = Path.of("src/test/resources/functions");
    private static final Path DEVIATIONS = FILES.resolve("aggregate-deviations.txt");

    @TempDir private Path directory;

    @Test
    void aggregatesGiveSparksTypesValuesAndErrors() throws IOException {
        var known = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(DEVIATIONS)) {
            int tab = line.lastIndexOf('\t');
            if (tab > 0 && !line.startsWith("#")) {
                known.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        var differing = new LinkedHashMap<String, String>();
        int compared = 0;
        var session = Sessions.in(directory);
        try (var files = Files.list(FILES.resolve("aggregate"))) {
            for (var file : files.sorted().toList()) {
                for (var block : blocks(file).entrySet()) {
                    compared += block.getValue().size();
                    ours(session, block.getKey(), block.getValue())
                            .forEach((call, ours) -> {
                                var spark = block.getValue().get(call);
                                if (!same(call, spark, ours)) {
                                    var row =
                                            "SELECT %s FROM %s\t%s\t%s"
                                                    .formatted(call, block.getKey(), spark, ours);
                                    differing.put(row, known.getOrDefault(row, "?"));
                                }
                            });
                }
            }
        }
        if (System.getProperty("golden", "").equals("update")) {
            var lines = new ArrayList<String>();
            lines.add("# query, Spark's type and value, ours, and why.");
            differing.forEach((row, reason) -> lines.add(row + "\t" + reason));
            Files.write(DEVIATIONS, lines);
        }
        assertThat(compared).isGreaterThan(1000);
        assertThat(differing).isEqualTo(known).doesNotContainValue("?");
    }

    @Test
    void anAverageOfDecimalsIsRoundedHalfUp() {
        assertThat(
                        ours(
                                Sessions.in(directory),
                                "SELECT avg(CAST(if(id = 0, 1, 0) AS DECIMAL(1,0))) FROM"
                                        + " range(32)"))
                .isEqualTo("DECIMAL(5,4)\t0.0313");
    }

    @Test
    void aPercentileCountsNoValueANegativeNumberOfTimes() {
        assertThat(
                        ours(
                                Sessions.in(directory),
                                "SELECT percentile(x, 0.5, n) FROM VALUES (1, 2), (9, 1) AS t(x,"
                                        + " n)"))
                .isEqualTo("DOUBLE\t1.0");
        assertThat(
                        ours(
                                Sessions.in(directory),
                                "SELECT percentile(x, 0.5, n) FROM VALUES (1, -2) AS t(x, n)"))
                .contains("NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION");
    }

    /// By table the calls over it, each with Spark's answer.
    private static Map<String, Map<String, String>> blocks(Path file) throws IOException {
        var blocks = new LinkedHashMap<String, Map<String, String>>();
        Map<String, String> block = Map.of();
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("#from ")) {
                block = blocks.computeIfAbsent(line.substring(6), _ -> new LinkedHashMap<>());
            } else {
                var parts = line.split("\t", 2);
                block.put(parts[0], parts[1]);
            }
        }
        return blocks;
    }

    /// Calls that Spark answers share a query, if they can.
    private static Map<String, String> ours(
            TidemillSession session, String from, Map<String, String> calls) {
        var answered =
                calls.entrySet().stream()
                        .filter(call -> !call.getValue().startsWith("ERROR"))
                        .map(Map.Entry::getKey)
                        .toList();
        var ours = new LinkedHashMap<String, String>();
        try {
            var result = session.sql("SELECT %s FROM %s".formatted(named(answered), from));
            var row = result.first();
            for (int i = 0; i < answered.size(); i++) {
                var type = result.schema().field(i).dataType();
                ours.put(answered.get(i), name(type) + "\t" + text(row.get(i)));
            }
        } catch (TidemillException _) {
            ours.clear();
        }
        for (var call : calls.keySet()) {
            ours.computeIfAbsent(call, c -> ours(session, "SELECT %s FROM %s".formatted(c, from)));
        }
        return ours;
    }

    private static String named(List<String> calls) {
        return IntStream.range(0, calls.size())
                .mapToObj(i -> "%s AS c%d".formatted(calls.get(i), i))
                .collect(Collectors.joining(", "));
    }

    private static String ours(TidemillSession session, String query) {
        try {
            var result = session.sql(query);
            var type = result.schema().field(0).dataType();
            return name(type) + "\t" + text(result.first().get(0));
        } catch (TidemillException e) {
            return "ERROR\t" + e.getCondition() + " " + e.getSqlState();
        }
    }

    private static String name(DataType type) {
        return type instanceof NullType ? "VOID" : type.sql().replace(" NOT NULL", "");
    }

    private static boolean same(String call, String spark, String ours) {
        if (spark.replace(" NOT NULL", "").equals(ours)) {
            return true;
        }
        var theirs = spark.replace(" NOT NULL", "").split("\t");
        var mine = ours.split("\t");
        if (!theirs[0].equals(mine[0])) {
            return false;
        }
        if (call.startsWith("collect_") || call.startsWith("array_agg")) {
            return sorted(theirs[1]).equals(sorted(mine[1]));
        }
        if (theirs[0].equals("ARRAY<DOUBLE>")) {
            return sorted(theirs[1]).stream()
                    .map(Double::valueOf)
                    .toList()
                    .equals(sorted(mine[1]).stream().map(Double::valueOf).toList());
        }
        return theirs[0].equals("DOUBLE") && close(theirs[1], mine[1]);
    }

    private static List<String> sorted(String array) {
        var inside = array.substring(1, array.length() - 1);
        return Stream.of(inside.split(", (?![^\\[(]*[\\])])")).sorted().toList();
    }

    private static boolean close(String one, String other) {
        if (one.equals("NULL") || other.equals("NULL")) {
            return false;
        }
        double a = Double.parseDouble(one);
        double b = Double.parseDouble(other);
        return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a));
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> "\"" + text + "\"";
            case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            case BigDecimal decimal -> decimal.toPlainString();
            case Period period -> period.normalized().toString();
            case List<?> list ->
                    list.stream()
                            .map(SparkAggregatesTest::text)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Row row ->
                    IntStream.range(0, row.size())
                            .mapToObj(i -> text(row.get(i)))
                            .collect(Collectors.joining(", ", "(", ")"));
            default -> value.toString();
        };
    }
}
