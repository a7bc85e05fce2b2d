package io.tidemill.parse;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/// Says that a column of its input is event time; changes no row. What `withWatermark` makes.
public final class WatermarkStep extends SingleRel {
    private final Statement.Watermark watermark;

    WatermarkStep(RelNode input, Statement.Watermark watermark) {
        super(input.getCluster(), input.getTraitSet(), input);
        this.watermark = watermark;
    }

    public Statement.Watermark watermark() {
        return watermark;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new WatermarkStep(inputs.getFirst(), watermark);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("watermark", watermark);
    }
}
