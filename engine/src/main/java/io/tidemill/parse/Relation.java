package io.tidemill.parse;

import io.tidemill.sql.types.StructType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/// The rows of a query that has been analysed: its columns are known, its names resolved.
///
/// Immutable. What it holds inside is Calcite's algebra, for `io.tidemill.plan.calcite` only.
public final class Relation {
    private static final AtomicLong IDS = new AtomicLong();

    private final RelNode algebra;
    private final StructType schema;
    private final long id = IDS.incrementAndGet();
    private final Provenance provenance;
    private final Optional<String> alias;

    Relation(RelNode algebra, StructType schema, Provenance provenance, Optional<String> alias) {
        this.algebra = algebra;
        this.schema = schema;
        this.alias = alias;
        var own = provenance.with(id, schema.size());
        this.provenance = alias.map(name -> own.named(name, schema.size())).orElse(own);
    }

    /// Its columns.
    public StructType schema() {
        return schema;
    }

    /// Whether rows may come later.
    public boolean isStreaming() {
        return isStreaming(algebra);
    }

    private static boolean isStreaming(RelNode node) {
        if (node instanceof TableScan scan) {
            var table = scan.getTable().unwrap(BoundTable.class);
            return table != null && table.streaming();
        }
        return Streams.queries(node).stream().anyMatch(Relation::isStreaming)
                || node.getInputs().stream().anyMatch(Relation::isStreaming);
    }

    /// Calcite's form of it; not for users.
    public RelNode algebra() {
        return algebra;
    }

    long id() {
        return id;
    }

    /// Which of its columns come from it and from the relations before it.
    Provenance provenance() {
        return provenance;
    }

    /// The name that its columns can be qualified with.
    Optional<String> alias() {
        return alias;
    }
}
