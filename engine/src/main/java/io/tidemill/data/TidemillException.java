package io.tidemill.data;

import org.jspecify.annotations.Nullable;

/// An error that a person meets and can do something about: what, where, why, and what to do.
///
/// The message reads `[CONDITION] what happened, where and why. SQLSTATE: 22012. What to do.`, as
/// Spark's do. A mistake of our own is an [IllegalStateException] instead.
public class TidemillException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Condition condition;
    private final String problem;
    private final String remedy;

    /// @param problem what happened, where and why, with the values in it; no full stop at its end
    /// @param remedy what to do about it, as an imperative without full stop; may be empty
    public TidemillException(Condition condition, String problem, String remedy) {
        this(condition, problem, remedy, null);
    }

    public TidemillException(
            Condition condition, String problem, String remedy, @Nullable Throwable cause) {
        super(
                "[%s] %s. %sSQLSTATE: %s"
                        .formatted(
                                condition.condition(),
                                problem,
                                remedy.isEmpty() ? "" : "To go on: " + remedy + ". ",
                                condition.sqlState()),
                cause);
        this.condition = condition;
        this.problem = problem;
        this.remedy = remedy;
    }

    public Condition condition() {
        return condition;
    }

    /// Spark's accessor: the name of the condition.
    public String getCondition() {
        return condition.condition();
    }

    /// Spark's accessor: the SQLSTATE.
    public String getSqlState() {
        return condition.sqlState();
    }

    /// What happened, where and why.
    public String problem() {
        return problem;
    }

    /// What to do about it; empty when nothing can be said.
    public String remedy() {
        return remedy;
    }

    /// The same error with more said about where it happened.
    public TidemillException at(String where) {
        return new TidemillException(condition, problem + " (" + where + ")", remedy, getCause());
    }
}
