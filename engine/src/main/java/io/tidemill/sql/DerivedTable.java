package io.tidemill.sql;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stands for a computed plan where the analyser wants a table: a function of the program is opaque
/// to it. [#expand] puts the plan back in.
record DerivedTable(PlanNode plan) implements Table {
    static TableRef ref(String name, DerivedTable table) {
        return new TableRef(name, "function", table.schema(), Optional.empty(), table);
    }

    @Override
    public StructType schema() {
        return plan.schema();
    }

    @Override
    public Source source(boolean streaming) {
        throw new IllegalStateException("a derived table is expanded before it is read");
    }

    @Override
    public Sink sink(StructType schema) {
        throw new IllegalStateException("a derived table cannot be written");
    }

    /// The plan with each scan of a derived table replaced by what it stands for.
    static PlanNode expand(PlanNode node) {
        if (!(node instanceof PlanNode.Scan scan)
                || !(scan.table().table() instanceof DerivedTable derived)) {
            return node.withInputs(node.inputs().stream().map(DerivedTable::expand).toList());
        }
        if (scan.streaming() && !derived.plan().isStreaming()) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "%s is computed from tables as they are now, and cannot be read as a stream"
                            .formatted(scan.table().name()),
                    "read the tables with readStream() or FROM STREAM first");
        }
        return columns(derived.plan(), scan.schema());
    }

    /// Those columns of a plan that a scan asked for.
    private static PlanNode columns(PlanNode plan, StructType wanted) {
        if (plan.schema().equals(wanted)) {
            return plan;
        }
        List<Expression> expressions = new ArrayList<>();
        for (var field : wanted.fieldList()) {
            int index = plan.schema().fieldIndex(field.name());
            expressions.add(
                    new Expression.Input(index, field.name(), field.dataType(), field.nullable()));
        }
        return new PlanNode.Project(plan, expressions, wanted);
    }
}
