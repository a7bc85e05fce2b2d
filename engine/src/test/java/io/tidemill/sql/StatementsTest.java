package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SQL statements of a session: what each does and answers.
class StatementsTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void begin() throws IOException {
        session = Sessions.in(directory);
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(
                directory.resolve("in/a.json"),
                """
                {"device": "pump", "signal": 1.5}
                {"device": "fan", "signal": 20.0}
                """);
        session.sql(
                "CREATE TABLE readings (device STRING, signal DOUBLE) USING json OPTIONS (path"
                        + " 'in')");
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void aTableOfFilesIsRead() {
        assertThat(session.sql("SELECT device FROM readings WHERE signal > 15").collectAsList())
                .containsExactly(row("fan"));
        assertThat(session.table("READINGS").count()).isEqualTo(2);
    }

    @Test
    void aViewIsAQueryWithAName() {
        session.sql(
                "CREATE TEMPORARY VIEW strong (d) AS SELECT device FROM readings WHERE signal >"
                        + " 15");
        assertThat(session.sql("SELECT d FROM strong").first()).isEqualTo(row("fan"));
        assertThatThrownBy(() -> session.sql("CREATE VIEW strong AS SELECT 1"))
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e ->
                                assertThat(e.getCondition())
                                        .isEqualTo("TABLE_OR_VIEW_ALREADY_EXISTS"));
        session.sql("CREATE OR REPLACE VIEW strong AS SELECT 1 AS one");
        assertThat(session.table("strong").columns()).containsExactly("one");
        session.sql("DROP VIEW strong");
        assertThat(session.catalog().tableExists("strong")).isFalse();
    }

    @Test
    void insertAddsRowsAndCastsThem() {
        session.sql("CREATE TABLE out (name STRING, level DOUBLE) USING json OPTIONS (path 'out')");
        session.sql("INSERT INTO out SELECT device, signal FROM readings");
        session.sql("INSERT INTO out (level) VALUES (7)");
        assertThat(session.table("out").orderBy("level").collectAsList())
                .containsExactly(row("pump", 1.5), row(null, 7.0), row("fan", 20.0));
        assertThatThrownBy(() -> session.sql("INSERT INTO out SELECT 1"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("level");
    }

    @Test
    void aWriteMayReplaceRefuseOrLeaveAlone() {
        var rows = session.table("readings");
        rows.write().json("copy");
        assertThatThrownBy(() -> rows.write().json("copy"))
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("PATH_ALREADY_EXISTS"));
        rows.limit(1).write().mode("ignore").json("copy");
        rows.write().mode(SaveMode.Append).json("copy");
        assertThat(copied()).isEqualTo(4);
        rows.limit(1).write().mode("overwrite").json("copy");
        assertThat(copied()).isEqualTo(1);
    }

    private long copied() {
        return session.read().schema("device STRING, signal DOUBLE").json("copy").count();
    }

    @Test
    void settingsAreSetShownAndChecked() {
        session.sql("SET spark.sql.session.timeZone = Europe/Berlin");
        assertThat(session.conf().get("spark.sql.session.timeZone")).isEqualTo("Europe/Berlin");
        assertThat(session.sql("SET spark.sql.session.timeZone").first())
                .isEqualTo(row("spark.sql.session.timeZone", "Europe/Berlin"));
        assertThat(session.sql("SET").count()).isPositive();
        assertThatThrownBy(() -> session.conf().set("tidemill.worker", 2))
                .hasMessageContaining("tidemill.workers");
        assertThatThrownBy(() -> session.conf().set("spark.sql.ansi.enabled", false))
                .hasMessageContaining("ANSI");
        session.conf().set("spark.executor.memory", "4g");
        assertThat(session.conf().get("spark.executor.memory")).isEqualTo("4g");
        assertThat(session.conf().get("spark.sql.streaming.numRecentProgressUpdates"))
                .isEqualTo("100");
    }

    @Test
    void timesAreShownInTheSessionsZone() {
        var time = "SELECT TIMESTAMP'2026-01-01 12:00:00' AS t";
        assertThat(session.sql(time).first().getInstant(0))
                .isEqualTo(Instant.parse("2026-01-01T12:00:00Z"));
        session.conf().set("spark.sql.session.timeZone", "Europe/Berlin");
        assertThat(session.sql(time).first().getInstant(0))
                .isEqualTo(Instant.parse("2026-01-01T11:00:00Z"));
    }

    @Test
    void listsAndDescribes() {
        session.range(1).createOrReplaceTempView("numbers");
        assertThat(session.sql("SHOW TABLES").collectAsList())
                .containsExactlyInAnyOrder(
                        row("", "numbers", true), row("default", "readings", false));
        assertThat(session.sql("SHOW TABLES LIKE 'read*'").count()).isEqualTo(1);
        assertThat(session.sql("DESCRIBE readings").collectAsList())
                .containsExactly(row("device", "string", null), row("signal", "double", null));
        assertThat(session.sql("DESCRIBE EXTENDED readings").collectAsList())
                .contains(row("Provider", "json", ""), row("Storage Properties", "[path=in]", ""));
        assertThat(session.sql("SHOW FUNCTIONS LIKE 'uppe*'").collectAsList())
                .containsExactly(row("upper"));
        assertThat(session.catalog().listColumns("readings").count()).isEqualTo(2);
        assertThat(
                        session.sql("DESCRIBE QUERY SELECT signal + 1 AS s FROM readings")
                                .collectAsList())
                .containsExactly(row("s", "double", null));
    }

    @Test
    void functionsAreListedAndDescribedWhereverTheyStand() {
        assertThat(session.sql("SHOW FUNCTIONS LIKE 'row_number|explode|product'").collectAsList())
                .containsExactly(row("explode"), row("product"), row("row_number"));
        assertThat(session.sql("DESCRIBE FUNCTION EXTENDED upper").collectAsList())
                .hasSize(3)
                .first()
                .isEqualTo(row("Function: upper"));
        assertThat(session.sql("DESC FUNCTION lag").collectAsList().get(1).getString(0))
                .startsWith("Usage: lag(value[, distance[, default]]) - ");
        assertThatThrownBy(() -> session.sql("DESCRIBE FUNCTION uper"))
                .hasMessageContaining("UNRESOLVED_ROUTINE")
                .hasMessageContaining("write upper");
    }

    @Test
    void explainSaysHowAQueryIsComputed() {
        assertThat(session.sql("EXPLAIN SELECT device FROM readings").first().getString(0))
                .contains("readings");
        assertThatThrownBy(() -> session.sql("EXPLAIN SHOW TABLES"))
                .isInstanceOf(AnalysisException.class);
    }

    @Test
    void parametersStandForValues() {
        var found =
                session.sql(
                        "SELECT device, ':d' AS text FROM readings WHERE device = :d -- not :this",
                        Map.of("d", "fan"));
        assertThat(found.collectAsList()).containsExactly(row("fan", ":d"));
        assertThatThrownBy(() -> session.sql("SELECT :x", Map.of("y", 1)))
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("UNBOUND_SQL_PARAMETER"));
    }

    @Test
    void aMissingTableIsNamedWithTheNearest() {
        assertThatThrownBy(() -> session.sql("SELECT * FROM reading"))
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND"))
                .hasMessageContaining("readings");
        assertThatThrownBy(() -> session.sql("INSERT INTO reading VALUES (1)"))
                .hasMessageContaining("readings");
        assertThatThrownBy(() -> session.sql("DROP TABLE reading"))
                .isInstanceOf(AnalysisException.class);
        session.sql("DROP TABLE IF EXISTS reading");
        assertThatThrownBy(() -> session.read().format("jsn").load("in"))
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("DATA_SOURCE_NOT_FOUND"))
                .hasMessageContaining("json");
    }

    @Test
    void anotherSessionSharesTablesAndNotViews() {
        session.range(1).createOrReplaceTempView("numbers");
        var other = session.newSession();
        assertThat(other.catalog().tableExists("readings")).isTrue();
        assertThat(other.catalog().tableExists("numbers")).isFalse();
        other.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
        assertThat(session.conf().get("spark.sql.session.timeZone")).isEqualTo("UTC");
    }

    @Test
    void theDefaultSessionIsOneUntilItIsStopped() {
        var first = TidemillSession.builder().config("spark.app.name", "a").getOrCreate();
        var second = TidemillSession.builder().appName("b").getOrCreate();
        assertThat(second).isSameAs(first);
        assertThat(first.conf().get("spark.app.name")).isEqualTo("b");
        first.newSession().stop();
        try (var third = TidemillSession.builder().getOrCreate()) {
            assertThat(third).isNotSameAs(first);
        }
    }

    @Test
    void aTableIsMadeFromJava() {
        session.catalog()
                .createTable(
                        "more",
                        "json",
                        new io.tidemill.sql.types.StructType().add("device", DataTypes.StringType),
                        Map.of("path", "in"));
        assertThat(session.table("more").count()).isEqualTo(2);
    }
}
