package io.tidemill.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sql`, `explain` and `run` as scripts use them: streams and exit codes.
class StatementsIT {
    @TempDir Path folder;

    @Test
    void rowsGoToStandardOutputAndTheirNumberToStandardError() throws Exception {
        var ended = Command.in(folder).run("sql", "SELECT 1 + 1 AS two, 'x' AS s");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("│ two │ s │", "│   2 │ x │");
        assertThat(ended.err()).matches("1 row in [0-9.]+ s\n");
    }

    @Test
    void statementsInARowShareTheirTablesAndPathsStartHere() throws Exception {
        Files.writeString(folder.resolve("in.json"), "{\"n\": 1}\n{\"n\": 2}\n{\"n\": 30}\n");
        var ended =
                Command.in(folder)
                        .run(
                                "sql",
                                "-o",
                                "csv",
                                "CREATE TABLE t (n INT) USING json OPTIONS (path 'in.json');"
                                        + " SELECT sum(n) AS total FROM t; SELECT count(*) AS rows FROM t");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("total\n33\nrows\n3\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void statementsMayComeFromAFile() throws Exception {
        Files.writeString(folder.resolve("ask.sql"), "SELECT 7 AS n;\n");
        var ended = Command.in(folder).run("sql", "-f", "ask.sql", "-o", "jsonl");
        assertThat(ended.out()).isEqualTo("{\"n\":7}\n");
        assertThat(Command.in(folder).run("sql", "-f", "no.sql").exitCode()).isEqualTo(3);
    }

    @Test
    void invalidSqlEndsWithThreeAndSaysWhereAndWhatToDo() throws Exception {
        var ended = Command.in(folder).run("sql", "SELECT nosuch FROM VALUES (1) AS t(n)");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("UNRESOLVED_COLUMN", "nosuch", "what to do: ")
                .doesNotContain("at io.tidemill");
    }

    @Test
    void aQueryThatFailsEndsWithOneAndItsStackIsShownOnlyWhenAskedFor() throws Exception {
        String query = "SELECT 10 / n AS x FROM VALUES (0) AS t(n)";
        var ended = Command.in(folder).run("sql", query);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("DIVIDE_BY_ZERO").doesNotContain("at io.tidemill");
        assertThat(Command.in(folder).run("sql", "-v", query).err()).contains("at io.tidemill");
    }

    @Test
    void oneFlowThatFailsStopsNoOtherAndIsTold() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/a.json"), "{\"n\": 0}\n");
        Files.writeString(
                folder.resolve("two.sql"),
                """
                CREATE TABLE t (n INT) USING json OPTIONS (path 'in');
                CREATE TABLE good (n INT) USING json OPTIONS (path 'good');
                CREATE TABLE bad (x DOUBLE) USING json OPTIONS (path 'bad');
                CREATE FLOW fine OPTIONS (trigger 'available now') AS
                  INSERT INTO good SELECT n FROM STREAM t;
                CREATE FLOW broken OPTIONS (trigger 'available now') AS
                  INSERT INTO bad SELECT 1 / n AS x FROM STREAM t;
                """);
        var ended = Command.in(folder).run("run", "two.sql");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("fine epoch 0: 1 rows in, 1 out")
                .contains("broken: error [DIVIDE_BY_ZERO]")
                .containsOnlyOnce("DIVIDE_BY_ZERO");
        try (var files = Files.newDirectoryStream(folder.resolve("good"), "part-*.json")) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void explainShowsThePlanAndTouchesNothing() throws Exception {
        var ended =
                Command.in(folder)
                        .run(
                                "explain",
                                "CREATE TABLE t (n INT) USING json OPTIONS (path 'nowhere');"
                                        + " SELECT count(*) AS n FROM STREAM t WHERE n > 1");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("-- line 1: SELECT count(*)", "Aggregate");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void timeThatIsNotEnoughEndsWithFive() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(
                folder.resolve("endless.sql"),
                """
                CREATE TABLE t (n INT) USING json OPTIONS (path 'in');
                CREATE FLOW endless AS INSERT INTO noop SELECT n FROM STREAM t;
                """);
        var ended = Command.in(folder).run("run", "--timeout", "2s", "endless.sql");
        assertThat(ended.exitCode()).isEqualTo(5);
        assertThat(ended.err()).contains("not done within 2s");
    }
}
