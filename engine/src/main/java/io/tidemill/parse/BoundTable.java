package io.tidemill.parse;

import io.tidemill.parse.Catalog.Entry.Stored;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/// What stands behind a table's name in one analysis: a stored table, or another relation.
public final class BoundTable extends AbstractTable implements TranslatableTable {
    private final @Nullable Stored stored;
    private final boolean streaming;
    private final @Nullable Relation relation;

    private BoundTable(@Nullable Stored stored, boolean streaming, @Nullable Relation relation) {
        this.stored = stored;
        this.streaming = streaming;
        this.relation = relation;
    }

    static BoundTable of(Stored stored, boolean streaming) {
        return new BoundTable(stored, streaming, null);
    }

    static BoundTable of(Relation relation) {
        return new BoundTable(null, relation.isStreaming(), relation);
    }

    /// The stored table.
    public Stored stored() {
        if (stored == null) {
            throw new IllegalStateException("a relation is no stored table");
        }
        return stored;
    }

    /// Whether it is read as a stream.
    public boolean streaming() {
        return streaming;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        return Types.toRow(factory, relation != null ? relation.schema() : stored().schema());
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        return relation != null
                ? relation.algebra()
                : LogicalTableScan.create(context.getCluster(), table, List.of());
    }
}
