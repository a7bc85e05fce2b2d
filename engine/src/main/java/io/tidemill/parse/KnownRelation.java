package io.tidemill.parse;

import io.tidemill.sql.types.StructType;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/// The rows of a query that has been analysed.
final class KnownRelation extends Relation {
    private final RelNode algebra;
    private final StructType schema;
    private final Provenance provenance;
    private final Optional<String> alias;

    KnownRelation(
            RelNode algebra, StructType schema, Provenance provenance, Optional<String> alias) {
        this.algebra = algebra;
        this.schema = schema;
        this.alias = alias;
        var own = provenance.with(id(), schema.size());
        this.provenance = alias.map(name -> own.named(name, schema.size())).orElse(own);
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public boolean isStreaming() {
        return isStreaming(algebra);
    }

    private static boolean isStreaming(RelNode node) {
        if (node instanceof TableScan scan) {
            var table = scan.getTable().unwrap(BoundTable.class);
            return table != null && table.streaming();
        }
        return Streams.queries(node).stream().anyMatch(KnownRelation::isStreaming)
                || node.getInputs().stream().anyMatch(KnownRelation::isStreaming);
    }

    @Override
    public RelNode algebra() {
        return algebra;
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    Provenance provenance() {
        return provenance;
    }

    @Override
    Optional<String> alias() {
        return alias;
    }
}
