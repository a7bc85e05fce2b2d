package io.tidemill.expression;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.parse.Analyzer;
import io.tidemill.parse.Catalog;
import io.tidemill.plan.calcite.Planner;
import io.tidemill.plan.node.PlanNode;

/// Our answers to `SELECT expression`, through the SQL front end, in the form of the golden files.
final class SqlAnswers {
    private final Analyzer analyzer = new Analyzer(new NoTables());

    /// A catalog without a table.
    private static final class NoTables implements Catalog {
        @Override
        public Optional<Entry> find(String name) {
            return Optional.empty();
        }

        @Override
        public Collection<String> names() {
            return List.of();
        }
    }

    String ours(String expression) {
        try {
            var relation = analyzer.query("SELECT " + expression, ZoneOffset.UTC);
            var plan = Planner.literally(relation);
            var value = row(plan)[0];
            var type = plan.schema().field(0).dataType();
            return SparkAnswers.withoutNullability(SparkAnswers.typeName(type))
                    + "\t"
                    + Rendering.of(value);
        } catch (TidemillException e) {
            return "ERROR\t" + e.getCondition() + " " + e.getSqlState();
        }
    }

    /// The one row of a plan without a table.
    private static Object[] row(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Values values -> values.rows().getFirst().toArray();
            case PlanNode.Project project -> {
                var input = row(project.input());
                yield project.expressions().stream()
                        .map(e -> Interpreter.of(e).evaluate(input, SparkAnswers.HERE))
                        .toArray();
            }
            default -> throw new IllegalStateException("no such plan expected: " + plan);
        };
    }
}
