package io.tidemill.sql;

import io.tidemill.connect.EpochLimits;
import io.tidemill.connect.Table;
import io.tidemill.data.Condition;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import java.util.ArrayList;
import java.util.List;

/// Puts the limits of a query on the tables it streams from, wherever they stand in its plan: below
/// views, joins and unions too.
final class FlowLimits {
    private final EpochLimits limits;
    private final List<String> without = new ArrayList<>();
    private boolean used;

    private FlowLimits(EpochLimits limits) {
        this.limits = limits;
    }

    /// @throws AnalysisException INVALID_OPTION when no table that is streamed takes limits
    static PlanNode apply(PlanNode plan, EpochLimits limits, String query) {
        if (limits.equals(EpochLimits.NONE)) {
            return plan;
        }
        var step = new FlowLimits(limits);
        var limited = step.limited(plan);
        if (!step.used) {
            throw new AnalysisException(
                    Condition.INVALID_OPTION,
                    "maxFilesPerTrigger and maxBytesPerTrigger of %s limit tables of files, and it"
                                    .formatted(query)
                            + " streams none, only %s".formatted(String.join(", ", step.without)),
                    "leave the option out, or limit those tables by options of their own");
        }
        return limited;
    }

    private PlanNode limited(PlanNode node) {
        if (node instanceof PlanNode.Scan(var ref, var schema, var streaming)) {
            return streaming ? new PlanNode.Scan(limited(ref), schema, true) : node;
        }
        return node.withInputs(node.inputs().stream().map(this::limited).toList());
    }

    private TableRef limited(TableRef ref) {
        var table = ref.table().limited(limits);
        table.ifPresentOrElse(_ -> used = true, () -> without.add(ref.name()));
        Table chosen = table.orElse(ref.table());
        return new TableRef(ref.name(), ref.format(), ref.schema(), ref.watermark(), chosen);
    }
}
