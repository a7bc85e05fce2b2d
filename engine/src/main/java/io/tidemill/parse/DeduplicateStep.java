package io.tidemill.parse;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/// One row of its input for each value of some columns. What `dropDuplicates` makes.
public final class DeduplicateStep extends SingleRel {
    private final List<Integer> keys;
    private final boolean withinWatermark;

    DeduplicateStep(RelNode input, List<Integer> keys, boolean withinWatermark) {
        super(input.getCluster(), input.getTraitSet(), input);
        this.keys = List.copyOf(keys);
        this.withinWatermark = withinWatermark;
    }

    /// Which columns.
    public List<Integer> keys() {
        return keys;
    }

    /// Whether a key is forgotten when the watermark has passed its row.
    public boolean withinWatermark() {
        return withinWatermark;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new DeduplicateStep(inputs.getFirst(), keys, withinWatermark);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("keys", keys)
                .item("withinWatermark", withinWatermark);
    }
}
