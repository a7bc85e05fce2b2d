package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import org.jspecify.annotations.Nullable;

/// A query that cannot be: an unknown name, types that do not go together, what the engine lacks.
///
/// Unlike Spark's it is not checked, so `catch` it where you want to.
public class AnalysisException extends TidemillException {
    private static final long serialVersionUID = 1;

    public AnalysisException(Condition condition, String problem, String remedy) {
        this(condition, problem, remedy, null);
    }

    AnalysisException(
            Condition condition, String problem, String remedy, @Nullable Throwable cause) {
        super(condition, problem, remedy, cause);
    }

    /// The same error under the name that Spark's API promises.
    static AnalysisException of(TidemillException e) {
        return switch (e) {
            case AnalysisException already -> already;
            case TidemillException other when other.condition() == Condition.PARSE_SYNTAX_ERROR ->
                    new ParseException(other.problem(), other.remedy(), other);
            default -> new AnalysisException(e.condition(), e.problem(), e.remedy(), e);
        };
    }
}
