package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.data.UserCode;

/// What a function of the program threw, with where it was called.
final class UserCodeFailure {
    private UserCodeFailure() {}

    static TidemillException of(String function, String where, Throwable thrown) {
        var cause = UserCode.thrown(thrown);
        return new TidemillException(
                Condition.FAILED_EXECUTE_UDF,
                "the function given to %s failed at %s: %s".formatted(function, where, cause),
                "mend the function; the epoch will come again",
                cause);
    }
}
