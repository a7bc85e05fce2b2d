package io.tidemill.expression;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.parse.Analyzer;
import io.tidemill.parse.Catalog;
import io.tidemill.plan.calcite.Planner;
import io.tidemill.plan.node.PlanNode;
import org.junit.jupiter.api.Test;

/// Spark's answers to expressions, once more through the whole SQL front end: read, analysed,
/// planned and computed. The first eight of each function; `-Dfront.rows=1000` takes them all.
class SqlFrontEndTest {
    private static final int ROWS = Integer.getInteger("front.rows", 8);

    private static final Catalog NOTHING =
            new Catalog() {
                @Override
                public Optional<Entry> find(String name) {
                    return Optional.empty();
                }

                @Override
                public Entry.Stored range(long start, long end, long step) {
                    throw new AssertionError("no query here reads a range");
                }

                @Override
                public Collection<String> names() {
                    return List.of();
                }
            };

    private final Analyzer analyzer = new Analyzer(NOTHING);

    @Test
    void expressionsAreReadTypedAndComputedAsSparkDoes() throws Exception {
        var wrong = new ArrayList<String>();
        var tried = new HashMap<String, Integer>();
        for (var row : SparkAnswers.rows()) {
            boolean enough = tried.merge(row.file(), 1, Integer::sum) > ROWS;
            if (enough || row.file().startsWith("aggregate")) {
                continue;
            }
            var ours = ours(row.expression());
            // Where the function itself differs from Spark, its own test says so.
            if (!SparkAnswers.same(row, ours)
                    && !ours.equals(SparkAnswers.ours(row.expression()))) {
                wrong.add(
                        "%s: %s%n  spark %s%n  ours  %s"
                                .formatted(row.file(), row.expression(), row.answer(), ours));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried.size()).isGreaterThan(250);
    }

    private String ours(String sql) {
        try {
            var plan = Planner.plan(analyzer.query("SELECT " + sql, ZoneOffset.UTC));
            var expression = ((PlanNode.Project) plan).expressions().getFirst();
            var value = Interpreter.of(expression).evaluate(new Object[0], SparkAnswers.HERE);
            var type = SparkAnswers.typeName(expression.type());
            return SparkAnswers.withoutNullability(type) + "\t" + Rendering.of(value);
        } catch (TidemillException e) {
            return "ERROR\t" + e.getCondition() + " " + e.getSqlState();
        }
    }
}
