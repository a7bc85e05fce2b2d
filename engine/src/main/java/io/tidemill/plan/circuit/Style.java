package io.tidemill.plan.circuit;

import io.tidemill.connect.OutputMode;
import io.tidemill.plan.node.PlanNode;

/// How a circuit gives the results of steps whose rows may still change.
public enum Style {
    /// Once, at the end of the only epoch.
    BATCH,
    /// When the watermark says that they will not change any more: output mode append.
    FINAL,
    /// At once, and again when they change: output modes update, complete and changelog.
    CHANGING;

    /// The style of a query in an output mode.
    public static Style of(PlanNode plan, OutputMode mode) {
        return !plan.isStreaming() ? BATCH : mode == OutputMode.APPEND ? FINAL : CHANGING;
    }
}
