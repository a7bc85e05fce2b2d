package io.tidemill.parse;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;

/// Reads a view as a stream: its stored tables are read as streams.
final class Streams {
    private Streams() {}

    static Relation of(Relation view) {
        if (view.isStreaming()) {
            return view;
        }
        var streaming =
                view.algebra()
                        .accept(
                                new RelHomogeneousShuttle() {
                                    @Override
                                    public RelNode visit(TableScan scan) {
                                        return stream(scan);
                                    }
                                });
        return new Relation(streaming, view.schema(), view.lineage(), Optional.empty());
    }

    private static RelNode stream(TableScan scan) {
        var table = scan.getTable().unwrap(BoundTable.class);
        if (table == null) {
            return scan;
        }
        var bound = BoundTable.of(table.stored(), true);
        return LogicalTableScan.create(
                scan.getCluster(),
                RelOptTableImpl.create(
                        scan.getTable().getRelOptSchema(),
                        scan.getRowType(),
                        bound,
                        ImmutableList.of(table.stored().name())),
                List.of());
    }
}
