package io.tidemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final Terminal terminal = new Terminal(System.out, System.err, false, false);

    @Test
    void anErrorSaysWhatAndWhatToDo() {
        var error =
                new TidemillException(
                        Condition.DIVIDE_BY_ZERO, "10 / 0 at line 3", "use try_divide");
        assertThat(Failures.describe(terminal, new CompletionException(error)))
                .isEqualTo(
                        "error [DIVIDE_BY_ZERO] 10 / 0 at line 3 (SQLSTATE 22012)\n"
                                + "  what to do: use try_divide.");
        assertThat(Failures.exitCode(error)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void invalidSqlIsThreeWhereverItIsFound() {
        var error = new TidemillException(Condition.PARSE_SYNTAX_ERROR, "no SELECT", "");
        assertThat(Failures.exitCode(new ExecutionException(error))).isEqualTo(ExitCode.INVALID);
        assertThat(Failures.exitCode(new TidemillException(Condition.UNSUPPORTED_FEATURE, "a", "")))
                .isEqualTo(ExitCode.INVALID);
    }

    @Test
    void lackOfTimeIsFiveAndAMistakeOfOursIsOne() {
        assertThat(Failures.exitCode(new TimeoutException())).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(Failures.exitCode(new IllegalStateException("x"))).isEqualTo(ExitCode.FAILED);
        assertThat(Failures.describe(terminal, new IllegalStateException("x")))
                .contains("IllegalStateException: x", "a mistake of Tidemill");
    }
}
