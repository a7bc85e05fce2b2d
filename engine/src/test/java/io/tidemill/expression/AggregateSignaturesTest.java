package io.tidemill.expression;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/// Aggregates have Spark's result types; what they compute is tested with queries.
class AggregateSignaturesTest {
    private static final Pattern CALL = Pattern.compile("(count|sum|min|max|avg)\\(x\\)");

    /// Spark sums timestamps as seconds; a sum of times has no meaning, so we refuse it.
    private static final Set<String> REFUSED = Set.of("sum(timestamp)", "avg(timestamp)");

    @Test
    void resultTypesAreSparks() throws IOException {
        int compared = 0;
        for (var name : List.of("count", "sum", "min", "max", "avg")) {
            Expression column = null;
            var file = SparkAnswers.directory().resolve("aggregate").resolve(name + ".txt");
            for (var line : Files.readAllLines(file)) {
                var parts = line.split("\t", -1);
                if (line.startsWith("#from")) {
                    column = column(line);
                } else if (column != null && CALL.matcher(parts[0]).matches()) {
                    compare(name, column.type(), parts);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(100);
    }

    private static void compare(String name, DataType type, String[] spark) {
        if (REFUSED.contains("%s(%s)".formatted(name, type.typeName()))) {
            return;
        }
        var column = new Expression.Input(0, "x", type, true);
        String ours;
        try {
            ours = SparkAnswers.typeName(Functions.get(name).resolve(List.of(column)).type());
        } catch (TidemillException e) {
            ours = "ERROR " + e.getCondition();
        }
        boolean planned = spark[2].startsWith("DATATYPE_MISMATCH");
        if (spark[1].equals("ERROR") && !planned) {
            // The type is right; Spark raises when it computes.
            assertThat(ours).doesNotStartWith("ERROR");
            return;
        }
        assertThat(ours)
                .as("%s of %s", name, type.sql())
                .isEqualTo(planned ? "ERROR " + spark[2].split(" ")[0] : spark[1]);
    }

    /// The column of `#from VALUES (1), (NULL) AS t(x)`.
    private static Expression column(String line) {
        var select = Pattern.compile("#from \\(SELECT (.*) AS x.*").matcher(line);
        if (select.matches()) {
            return ExpressionReader.read(select.group(1));
        }
        var values = line.substring("#from VALUES ".length(), line.lastIndexOf(" AS t(x)"));
        var types =
                Arrays.stream(values.split("(?<=\\)), (?=\\()"))
                        .map(value -> ExpressionReader.read(value).type())
                        .toList();
        var common = Coercion.common(types).orElse(DataTypes.NullType);
        return new Expression.Input(0, "x", common, true);
    }
}
