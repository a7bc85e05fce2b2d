package io.tidemill.parse;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.parse.Statement.CreateFlow;
import io.tidemill.parse.Statement.CreateTable;
import io.tidemill.parse.Statement.CreateView;
import io.tidemill.parse.Statement.Describe;
import io.tidemill.parse.Statement.Drop;
import io.tidemill.parse.Statement.Explain;
import io.tidemill.parse.Statement.Insert;
import io.tidemill.parse.Statement.Listing;
import io.tidemill.parse.Statement.SetOption;
import io.tidemill.parse.Statement.Show;
import io.tidemill.parse.Statement.Thing;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final String QUICKSTART =
            """
            -- readings of a few devices
            CREATE TABLE readings (device STRING, signal DOUBLE, time TIMESTAMP,
                WATERMARK FOR time AS time - INTERVAL 10 SECONDS)
              USING json OPTIONS (path 'data/readings', badRecordsPath '../rejected');
            /* strong ones; /* a comment in a comment */ are kept */
            CREATE FLOW strong_signals OPTIONS (trigger 'available now') AS INSERT INTO strong
              SELECT device, signal FROM STREAM readings WHERE signal > 15;
            ;
            """;

    @Test
    void aScriptIsStatementsWithSemicolonsBetweenThem() {
        var statements = Script.parse(QUICKSTART);

        assertThat(statements).hasSize(2);
        var table = (CreateTable) statements.getFirst();
        assertThat(table.name()).isEqualTo("readings");
        assertThat(table.schema())
                .isEqualTo(StructType.fromDDL("device STRING, signal DOUBLE, time TIMESTAMP"));
        assertThat(table.watermark())
                .contains(new Statement.Watermark("time", Duration.ofSeconds(10).toNanos() / 1000));
        assertThat(table.format()).isEqualTo("json");
        assertThat(table.options())
                .containsExactly(
                        Map.entry("path", "data/readings"),
                        Map.entry("badRecordsPath", "../rejected"));
        assertThat(table.written().line()).isEqualTo(2);
        var flow = (CreateFlow) statements.getLast();
        assertThat(flow.name()).isEqualTo("strong_signals");
        assertThat(flow.insert().table()).isEqualTo("strong");
        assertThat(flow.insert().query().text())
                .isEqualTo("SELECT device, signal FROM STREAM readings WHERE signal > 15");
    }

    @Test
    void optionsHaveKeysWithPointsQuotedOrNot() {
        var table =
                (CreateTable)
                        Script.parseOne(
                                "CREATE OR REPLACE TABLE IF NOT EXISTS t (a INT NOT NULL COMMENT"
                                        + " 'n', `b c` MAP<STRING, ARRAY<INT>>) USING kafka OPTIONS"
                                        + " (kafka.bootstrap.servers = 'x:1', 'a.b' 'c', n 5, m = -1,"
                                        + " on true) PARTITIONED BY (a) COMMENT 'all'");

        assertThat(table.orReplace()).isTrue();
        assertThat(table.ifNotExists()).isTrue();
        assertThat(table.options())
                .isEqualTo(
                        Map.of(
                                "kafka.bootstrap.servers",
                                "x:1",
                                "a.b",
                                "c",
                                "n",
                                "5",
                                "m",
                                "-1",
                                "on",
                                "true"));
        assertThat(table.partitionedBy()).containsExactly("a");
        assertThat(table.comment()).contains("all");
        assertThat(table.schema().field(0).nullable()).isFalse();
        assertThat(table.schema().field(0).comment()).contains("n");
    }

    @Test
    void viewsAndInsertsKeepTheirQuery() {
        var view = (CreateView) Script.parseOne("create or replace temp view v (x) as select 1");
        assertThat(view.temporary()).isTrue();
        assertThat(view.columns()).containsExactly("x");
        var insert = (Insert) Script.parseOne("INSERT INTO db.t (a, b) VALUES (1, 'x'), (2, 'y')");
        assertThat(insert.table()).isEqualTo("db.t");
        assertThat(insert.columns()).containsExactly("a", "b");
        assertThat(insert.query().text()).isEqualTo("VALUES (1, 'x'), (2, 'y')");
        assertThat(((Insert) Script.parseOne("INSERT INTO t (SELECT 1)")).columns()).isEmpty();
    }

    @Test
    void settingsAreTakenAsWritten() {
        assertThat(set("SET a.b-c = 10 seconds")).isEqualTo(Map.entry("a.b-c", "10 seconds"));
        assertThat(set("SET a = 'quoted; text'")).isEqualTo(Map.entry("a", "quoted; text"));
        assertThat(set("SET TIME ZONE 'Europe/Oslo'"))
                .isEqualTo(Map.entry("spark.sql.session.timeZone", "Europe/Oslo"));
        assertThat(((SetOption) Script.parseOne("SET")).key()).isEmpty();
        assertThat(((SetOption) Script.parseOne("SET a.b")).value()).isEmpty();
    }

    private static Map.Entry<String, String> set(String sql) {
        var set = (SetOption) Script.parseOne(sql);
        return Map.entry(set.key().orElseThrow(), set.value().orElseThrow());
    }

    @Test
    void smallStatementsAreUnderstood() {
        var explain = (Explain) Script.parseOne("EXPLAIN EXTENDED SELECT 1");
        assertThat(explain.form()).isEqualTo(Statement.Form.EXTENDED);
        assertThat(explain.statement()).isInstanceOf(Statement.Query.class);
        assertThat(
                        ((Explain) Script.parseOne("EXPLAIN FORMATTED INSERT INTO t SELECT 1"))
                                .statement())
                .isInstanceOf(Insert.class);
        var drop = (Drop) Script.parseOne("DROP VIEW IF EXISTS a.b");
        assertThat(drop.thing()).isEqualTo(Thing.VIEW);
        assertThat(drop.ifExists()).isTrue();
        assertThat(((Show) Script.parseOne("SHOW FUNCTIONS LIKE 'a*'")).pattern()).contains("a*");
        assertThat(((Show) Script.parseOne("SHOW QUERIES")).listing()).isEqualTo(Listing.QUERIES);
        assertThat(((Describe) Script.parseOne("DESC TABLE EXTENDED t")).name()).isEqualTo("t");
    }
}
