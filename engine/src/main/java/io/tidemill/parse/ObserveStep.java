package io.tidemill.parse;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/// The rows of its input, of which some aggregates are told under a name. What `observe` makes.
public final class ObserveStep extends SingleRel {
    private final String name;
    private final RelNode metrics;
    private final List<String> columns;

    ObserveStep(RelNode input, String name, RelNode metrics, List<String> columns) {
        super(input.getCluster(), input.getTraitSet(), input);
        this.name = name;
        this.metrics = metrics;
        this.columns = List.copyOf(columns);
    }

    /// Under which the aggregates are told.
    public String name() {
        return name;
    }

    /// An aggregate, without keys, of [GivenRows] that stand for the input.
    public RelNode metrics() {
        return metrics;
    }

    /// What the query calls the columns of the metrics.
    public List<String> columns() {
        return columns;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new ObserveStep(inputs.getFirst(), name, metrics, columns);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("name", name).item("metrics", metrics.getId());
    }
}
