package io.tidemill.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What scripts rely on: exit codes, and what goes to which stream.
class CommandIT {
    @TempDir Path folder;

    @Test
    void theVersionIsPrintedAndNothingElse() throws Exception {
        var ended = Command.in(folder).run("--version");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).matches("tidemill \\d+\\.\\d+\\.\\d+.*\njava 2[5-9].*\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void usageErrorsEndWithTwoAndLeaveStandardOutputAlone() throws Exception {
        var ended = Command.in(folder).run("doctor", "-o", "papyrus");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("papyrus", "table, json, jsonl, csv, markdown");
    }

    @Test
    void doctorFindsNothingInTheWay() throws Exception {
        var ended = Command.in(folder).run("doctor");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("tidemill", "calcite      1.42.0");
        assertThat(ended.err()).isEqualTo("Nothing stands in the way.\n");
    }
}
