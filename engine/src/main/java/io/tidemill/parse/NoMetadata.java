package io.tidemill.parse;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Knows nothing about relations.
///
/// While it builds algebra Calcite asks whether rows are unique, to leave out aggregates; to
/// answer, it would compile handlers with Janino, more than a second on a cold start. We want no
/// such rewrites.
final class NoMetadata extends RelMetadataQuery {
    NoMetadata() {
        super(new NoHandlers());
    }

    /// Gives no handler at all: whatever else is asked for fails at once and can be answered here.
    private static final class NoHandlers implements MetadataHandlerProvider {
        @Override
        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
        public <MH extends MetadataHandler<?>> MH handler(Class<MH> kind) {
            return null;
        }
    }

    @Override
    public @Nullable Boolean areColumnsUnique(RelNode rel, ImmutableBitSet columns) {
        return isOneRow(rel) ? true : null;
    }

    @Override
    public @Nullable Boolean areColumnsUnique(
            RelNode rel, ImmutableBitSet columns, boolean ignoreNulls) {
        return isOneRow(rel) ? true : null;
    }

    /// Whether it is an aggregate without groups: a scalar query of such needs no check.
    private static boolean isOneRow(RelNode rel) {
        return switch (rel.stripped()) {
            case Aggregate aggregate ->
                    aggregate.getGroupCount() == 0
                            && aggregate.getGroupType() == Aggregate.Group.SIMPLE;
            case Project project -> isOneRow(project.getInput());
            default -> false;
        };
    }

    /// Asked when Calcite writes a plan into its log, which it does at level DEBUG.
    @Override
    public Boolean isVisibleInExplain(RelNode rel, SqlExplainLevel level) {
        return true;
    }

    @Override
    public @Nullable Boolean areRowsUnique(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable Double getMaxRowCount(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable Double getMinRowCount(RelNode rel) {
        return null;
    }
}
