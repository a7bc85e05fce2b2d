package io.tidemill.parse;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/// Reads a view as a stream: its stored tables are read as streams.
final class Streams {
    private Streams() {}

    static Relation of(Relation view) {
        if (view.isStreaming()) {
            return view;
        }
        return new KnownRelation(
                streaming(view.algebra()), view.schema(), view.provenance(), Optional.empty());
    }

    /// Its scans, those of the queries in its expressions included, as streams.
    private static RelNode streaming(RelNode node) {
        return node.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(TableScan scan) {
                        return stream(scan);
                    }

                    @Override
                    public RelNode visit(RelNode other) {
                        return super.visit(other)
                                .accept(
                                        new RexShuttle() {
                                            @Override
                                            public RexNode visitSubQuery(RexSubQuery query) {
                                                return query.clone(streaming(query.rel));
                                            }
                                        });
                    }
                });
    }

    /// The queries that stand in the expressions of a node.
    static List<RelNode> queries(RelNode node) {
        var queries = new ArrayList<RelNode>();
        node.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitSubQuery(RexSubQuery query) {
                        queries.add(query.rel);
                        return super.visitSubQuery(query);
                    }
                });
        return queries;
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
