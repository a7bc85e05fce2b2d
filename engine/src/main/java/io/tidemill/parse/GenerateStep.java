package io.tidemill.parse;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexShuttle;

/// Each row of the input beside each row that a generator makes of it.
public final class GenerateStep extends SingleRel {
    private final RexCall call;
    private final boolean outer;

    /// @param call of a [GeneratorOperator], over the columns of the input
    /// @param outer whether a row of which none are made is given with NULLs
    /// @param rowType the columns of the input, then those made
    public GenerateStep(RelNode input, RexCall call, boolean outer, RelDataType rowType) {
        super(input.getCluster(), input.getTraitSet(), input);
        this.call = call;
        this.outer = outer;
        this.rowType = rowType;
    }

    public RexCall call() {
        return call;
    }

    public boolean outer() {
        return outer;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GenerateStep(inputs.getFirst(), call, outer, getRowType());
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
        var changed = shuttle.apply(call);
        return changed == call
                ? this
                : new GenerateStep(getInput(), (RexCall) changed, outer, getRowType());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("call", call).item("outer", outer);
    }
}
