package io.tidemill.runtime;

import io.tidemill.plan.circuit.StateTtl;

/// How a query treats what its operators keep.
///
/// @param ttl after what time without a change it is forgotten
/// @param unbounded what is done about state that nothing bounds
public record StatePolicy(StateTtl ttl, Unbounded unbounded) {
    /// Everything is kept, and a warning given where that may be too much.
    public static final StatePolicy DEFAULT = new StatePolicy(StateTtl.NONE, Unbounded.WARN);

    /// What is done when a query starts of which a step may keep more and more.
    public enum Unbounded {
        /// It is said in the log, to listeners and in every epoch's progress.
        WARN,
        /// The query is not started.
        REFUSE
    }
}
