package io.tidemill.app.command;

import io.tidemill.app.output.ResultFormat;
import io.tidemill.app.progress.ProgressForm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that the verbs which run statements have in common.
final class RunOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description =
                    "How to write the rows of queries: ${COMPLETION-CANDIDATES}. Default: table.")
    private ResultFormat form = ResultFormat.TABLE;

    @Option(
            names = "--progress",
            paramLabel = "FORM",
            defaultValue = "auto",
            description = "How to show what flows do: ${COMPLETION-CANDIDATES}. Default: auto.")
    private ProgressForm progress = ProgressForm.AUTO;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of the session; may be given often.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Give up after this long (30s, 5m), with exit code 5.")
    private Optional<Duration> timeout = Optional.empty();

    /// Read by the launcher, which starts the JVM with it; here for the help, and to be accepted.
    @SuppressWarnings("unused")
    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "How large the heap may grow: 512m, 4g. Default: a quarter of the memory.")
    private Optional<String> memory = Optional.empty();

    ResultFormat form() {
        return form;
    }

    ProgressForm progress(int verbosity) {
        return verbosity < 0 ? ProgressForm.NONE : progress;
    }

    Map<String, String> settings() {
        return settings;
    }

    Optional<Duration> timeout() {
        return timeout;
    }
}
