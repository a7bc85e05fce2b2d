package io.tidemill.expression;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.expression.SparkAnswers.Row;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Each expression of the golden files gives Spark's type and value, or its error, unless
/// `functions/deviations.txt` says otherwise and why.
///
/// `-Dgolden=update` writes that file anew: it keeps the reasons there are, and puts `?` where one
/// is to be given. The rows of aggregates need a table and belong to the tests of queries.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkAnswersTest {
    private final List<Row> rows;
    private final Map<String, Deviation> deviations;
    private final Map<String, String> differing = new LinkedHashMap<>();

    /// What we answer instead, and why.
    private record Deviation(String ours, String reason) {}

    SparkAnswersTest() throws IOException {
        rows =
                SparkAnswers.rows().stream()
                        .filter(row -> !row.file().startsWith("aggregate/"))
                        .toList();
        deviations = read(SparkAnswers.directory().resolve("deviations.txt"));
        for (var row : rows) {
            var ours = SparkAnswers.ours(row.expression());
            if (!SparkAnswers.same(row, ours)) {
                differing.put(row.expression(), ours);
            }
        }
        if (System.getProperty("golden", "").equals("update")) {
            update();
        }
    }

    private static Map<String, Deviation> read(Path file) throws IOException {
        var read = new LinkedHashMap<String, Deviation>();
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                var parts = line.split("\t");
                if (parts.length == 4) {
                    read.put(parts[0], new Deviation(parts[1] + "\t" + parts[2], parts[3]));
                }
            }
        }
        return read;
    }

    private void update() throws IOException {
        var lines = new ArrayList<String>();
        lines.add(
                "# Expressions that we answer otherwise than Spark: expression, type, value,"
                        + " reason.");
        differing.forEach((expression, ours) -> {
            var known = deviations.get(expression);
            lines.add(expression + "\t" + ours + "\t" + (known == null ? "?" : known.reason()));
        });
        Files.write(SparkAnswers.directory().resolve("deviations.txt"), lines);
    }

    @Test
    void whatWeAnswerOtherwiseThanSparkIsKnown() {
        assertThat(
                        differing.entrySet().stream()
                                .filter(entry ->
                                        !deviations.containsKey(entry.getKey())
                                                || !deviations
                                                        .get(entry.getKey())
                                                        .ours()
                                                        .equals(entry.getValue()))
                                .map(entry ->
                                        entry.getKey()
                                                + "\n    Spark: "
                                                + spark(entry.getKey())
                                                + "\n    ours:  "
                                                + entry.getValue()))
                .as("answers that differ from Spark's and do not stand in deviations.txt")
                .isEmpty();
    }

    @Test
    void noDeviationIsListedThatIsNone() {
        assertThat(deviations.keySet())
                .as("lines of deviations.txt that are answered as by Spark now")
                .allMatch(differing::containsKey);
    }

    @Test
    void everyDeviationHasItsReason() {
        assertThat(deviations.values()).allMatch(deviation -> deviation.reason().length() > 10);
    }

    @Test
    void everyFunctionHasItsRows() {
        var text = rows.stream().map(Row::expression).collect(Collectors.joining("\n"));
        assertThat(
                        Functions.all().stream()
                                .filter(function -> !function.isAggregate())
                                .filter(function -> !function.name().matches(OURS))
                                .filter(function -> occurrences(function, text) < 5)
                                .map(Function::name))
                .as("functions with fewer than five rows of Spark's answers")
                .isEmpty();
    }

    /// What our functions are rewritten to, casts, whose rows are those of CAST, and what no
    /// recorded answer can tell: where a row is, which session it is computed in, and chance.
    private static final String OURS =
            "(decode_bytes|number_to_char|binary_to_char|(try_)?parse_(date|timestamp|timestamp_ntz)"
                    + "|boolean|tinyint|smallint|int|bigint|float|double|decimal|string|binary|date|timestamp|is"
                    + " true|is false|\\[\\]|div|make_timestamp_ltz|to_timestamp_ltz"
                    + "|input_file_(name|block_start|block_length)|spark_partition_id"
                    + "|monotonically_increasing_id|current_(database|catalog)|version|uniform"
                    + "|randstr)";

    private static long occurrences(Function function, String text) {
        var names =
                Stream.concat(Stream.of(function.name()), function.aliases().stream())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|", "(?i)(", ")"));
        return Pattern.compile(names).matcher(text).results().count();
    }

    private String spark(String expression) {
        return rows.stream()
                .filter(row -> row.expression().equals(expression))
                .map(Row::answer)
                .findFirst()
                .orElseThrow();
    }
}
