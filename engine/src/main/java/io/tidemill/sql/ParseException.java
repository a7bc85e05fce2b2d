package io.tidemill.sql;

import io.tidemill.data.Condition;
import org.jspecify.annotations.Nullable;

/// Text that is not SQL, not a schema, or not a type.
public final class ParseException extends AnalysisException {
    private static final long serialVersionUID = 1;

    public ParseException(Condition condition, String problem, String remedy) {
        super(condition, problem, remedy);
    }

    ParseException(String problem, String remedy, @Nullable Throwable cause) {
        super(Condition.PARSE_SYNTAX_ERROR, problem, remedy, cause);
    }
}
