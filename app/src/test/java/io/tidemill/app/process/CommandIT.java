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
    void moreMemoryThanThereIsEndsAtOnceAndAProperStartResumes() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/a.json"), "{\"x\":1}\n");
        Files.writeString(
                folder.resolve("copy.sql"),
                """
                CREATE TABLE source (x BIGINT) USING json OPTIONS (path 'in');
                CREATE TABLE target (x BIGINT) USING json OPTIONS (path 'out');
                CREATE FLOW copy OPTIONS (trigger 'available now') AS
                  INSERT INTO target SELECT x FROM STREAM source;
                """);
        assertThat(Command.in(folder).run("run", "copy.sql").exitCode()).isZero();
        Files.writeString(folder.resolve("in/b.json"), "{\"x\":2}\n");
        var refused = new Command(folder, List.of("-Xmx900g")).run("run", "copy.sql");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("this machine has", "--memory");
        assertThat(Command.in(folder).run("run", "copy.sql").exitCode()).isZero();
        var written = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder.resolve("out"), "part-*")) {
            for (var file : files) {
                written.addAll(Files.readAllLines(file));
            }
        }
        assertThat(written).containsExactlyInAnyOrder("{\"x\":1}", "{\"x\":2}");
    }

    @Test
    void doctorFindsNothingInTheWay() throws Exception {
        var ended = Command.in(folder).run("doctor");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("tidemill", "calcite      1.42.0");
        assertThat(ended.err()).isEqualTo("Nothing stands in the way.\n");
    }
}
