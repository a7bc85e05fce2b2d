package io.tidemill.parse;

import io.tidemill.sql.types.StructType;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/// Rows that a program has handed over, boxed as `io.tidemill.data` says.
public final class GivenRows extends AbstractRelNode {
    private final StructType schema;
    private final List<List<@Nullable Object>> rows;

    GivenRows(RelOptCluster cluster, StructType schema, List<List<@Nullable Object>> rows) {
        super(cluster, cluster.traitSet());
        this.schema = schema;
        this.rows = rows;
    }

    public StructType schema() {
        return schema;
    }

    public List<List<@Nullable Object>> rows() {
        return rows;
    }

    @Override
    protected RelDataType deriveRowType() {
        return Types.toRow(getCluster().getTypeFactory(), schema);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return this;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("rows", rows.size()).item("id", getId());
    }
}
