package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.OutputMode;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Joins as people write them: over tables, over streams, over both.
class JoinQueryTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void begin() {
        session = Sessions.in(directory);
        session.sql("SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (null, 'n') AS t(k, x)")
                .createOrReplaceTempView("l");
        session.sql("SELECT * FROM VALUES (2, 10), (3, 20), (null, 30), (2, 5) AS t(k, y)")
                .createOrReplaceTempView("r");
    }

    @AfterEach
    void end() {
        session.close();
    }

    private List<String> rows(String query) {
        return session.sql(query).collectAsList().stream().map(Row::toString).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "l JOIN r ON l.k = r.k | [2,b,2,10] [2,b,2,5] [2,c,2,10] [2,c,2,5]",
                "l JOIN r ON l.k <=> r.k AND r.y > 9 | [2,b,2,10] [2,c,2,10] [null,n,null,30]",
                "l LEFT JOIN r ON l.k = r.k AND r.y > 9"
                        + " | [1,a,null,null] [2,b,2,10] [2,c,2,10] [null,n,null,null]",
                "l RIGHT JOIN r ON l.k = r.k AND l.x = 'b'"
                        + " | [2,b,2,10] [2,b,2,5] [null,null,3,20] [null,null,null,30]",
                "l FULL JOIN r ON l.k = r.k AND r.y > 9"
                        + " | [1,a,null,null] [2,b,2,10] [2,c,2,10] [null,n,null,null]"
                        + " [null,null,2,5] [null,null,3,20] [null,null,null,30]",
                "l JOIN r USING (k) | [2,b,10] [2,b,5] [2,c,10] [2,c,5]",
                "l NATURAL LEFT JOIN r"
                        + " | [1,a,null] [2,b,10] [2,b,5] [2,c,10] [2,c,5] [null,n,null]",
                "(SELECT x FROM l WHERE k = 1) CROSS JOIN (SELECT y FROM r) | [a,10] [a,20] [a,30]"
                        + " [a,5]",
                "l LEFT SEMI JOIN r ON l.k = r.k | [2,b] [2,c]",
                "l LEFT ANTI JOIN r ON l.k = r.k AND r.y > l.k * 4 | [1,a] [null,n]",
                "l JOIN r ON l.k + 8 < r.y AND l.x < 'b' | [1,a,2,10] [1,a,3,20] [1,a,null,30]"
            })
    void tablesAreJoined(String from, String expected) {
        assertThat(String.join(" ", rows("SELECT * FROM " + from))).isEqualTo(expected);
    }

    @Test
    void largeTablesAreJoinedByAllWorkers() {
        session.range(300_000).createOrReplaceTempView("big");
        session.sql("SELECT id % 1000 AS k, count(*) AS n FROM big WHERE id % 7 = 0 GROUP BY 1")
                .createOrReplaceTempView("small");
        assertThat(
                        rows(
                                "SELECT count(*), count(s.n), sum(s.n), sum(o.id) FROM big"
                                        + " LEFT JOIN small s ON big.id = s.k"
                                        + " JOIN big o ON o.id = big.id + 1"))
                .containsExactly("[299999,1000,42858,44999850000]");
        assertThat(
                        rows(
                                "SELECT count(*), count(b.id), count(s.k) FROM small s RIGHT JOIN"
                                        + " (SELECT o.id FROM big LEFT ANTI JOIN small ON id = k"
                                        + " JOIN big o ON o.id = big.id) b ON b.id - 500 = s.k"))
                .containsExactly("[299000,299000,500]");
    }

    private record Pair(MemoryStream<Row> people, MemoryStream<Row> calls) {}

    private Pair streams() {
        var people =
                MemoryStream.create(
                        session, Encoders.row(StructType.fromDDL("k INT, x STRING, t TIMESTAMP")));
        var calls =
                MemoryStream.create(
                        session, Encoders.row(StructType.fromDDL("k INT, y INT, u TIMESTAMP")));
        people.toDF().withWatermark("t", "0 seconds").createOrReplaceTempView("people");
        calls.toDF().withWatermark("u", "0 seconds").createOrReplaceTempView("calls");
        return new Pair(people, calls);
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    @Test
    void padsOfStreamsAreTakenBackInAChangelogAndWaitForTheWatermarkInAppend() throws Exception {
        var streams = streams();
        var query =
                "SELECT x, y FROM people LEFT JOIN calls ON people.k = calls.k AND u BETWEEN t AND"
                        + " t + INTERVAL 10 SECONDS";
        var changes =
                session.sql(query)
                        .writeStream()
                        .format("memory")
                        .queryName("changes")
                        .outputMode("changelog")
                        .start();
        var finals =
                session.sql(query)
                        .writeStream()
                        .format("memory")
                        .queryName("finals")
                        .outputMode(OutputMode.Append())
                        .start();
        streams.people.addData(row(1, "Ann", at(100)), row(2, "Bob", at(101)));
        changes.processAllAvailable();
        finals.processAllAvailable();
        assertThat(texts(session.table("changes")))
                .containsExactly("[+I,Ann,null]", "[+I,Bob,null]");
        assertThat(texts(session.table("finals"))).isEmpty();
        streams.calls.addData(row(1, 7, at(105)), row(1, 8, at(111)));
        streams.people.addData(row(3, "Cid", at(200)));
        changes.processAllAvailable();
        finals.processAllAvailable();
        assertThat(texts(session.table("changes")))
                .contains("[+I,Ann,7]", "[-D,Ann,null]", "[+I,Cid,null]")
                .doesNotContain("[+I,Ann,8]", "[-D,Bob,null]");
        assertThat(texts(session.table("finals"))).containsExactly("[Ann,7]");
        streams.calls.addData(row(9, 9, at(150)));
        finals.processAllAvailable();
        assertThat(texts(session.table("finals"))).containsExactly("[Ann,7]", "[Bob,null]");
        changes.stop();
        finals.stop();
    }

    @Test
    void aJoinOnTheKeysOfBothInputsHasAKey() throws Exception {
        var streams = streams();
        var query =
                session.sql(
                        "SELECT a.k, n, m FROM (SELECT k, count(*) AS n FROM people GROUP BY k) a"
                                + " LEFT JOIN (SELECT k, sum(y) AS m FROM calls GROUP BY k) b"
                                + " ON a.k = b.k");
        var updates =
                query.writeStream()
                        .format("memory")
                        .queryName("updates")
                        .outputMode(OutputMode.Update())
                        .start();
        streams.people.addData(row(1, "Ann", at(1)), row(2, "Bob", at(1)));
        updates.processAllAvailable();
        streams.calls.addData(row(1, 5, at(1)), row(1, 6, at(1)), row(3, 7, at(1)));
        streams.people.addData(row(1, "Ann", at(1)));
        updates.processAllAvailable();
        assertThat(session.table("updates").collectAsList().stream().map(Row::toString).toList())
                .containsExactlyInAnyOrder("[2,1,null]", "[1,2,11]");
        updates.stop();
    }

    @Test
    void aStreamIsJoinedWithATableThatEnds() throws Exception {
        var streams = streams();
        var query =
                session.sql("SELECT people.x, r.y FROM people LEFT JOIN r ON people.k = r.k")
                        .writeStream()
                        .format("memory")
                        .queryName("out")
                        .outputMode(OutputMode.Append())
                        .start();
        streams.people.addData(row(1, "Ann", at(1)), row(2, "Bob", at(1)));
        query.processAllAvailable();
        streams.people.addData(row(3, "Cid", at(1)));
        query.processAllAvailable();
        assertThat(texts(session.table("out")))
                .containsExactly("[Ann,null]", "[Bob,10]", "[Bob,5]", "[Cid,20]");
        query.stop();
    }

    @Test
    void aTableThatEndsIsWhatItWasWhenTheQueryBegan() throws Exception {
        var streams = streams();
        Files.createDirectories(directory.resolve("cities"));
        Files.writeString(directory.resolve("cities/1.json"), "{\"k\": 1, \"city\": \"Rome\"}\n");
        Files.writeString(directory.resolve("cities/2.json"), "{\"k\": 2, \"city\": \"Oslo\"}\n");
        session.read()
                .schema("k INT, city STRING")
                .json("cities")
                .createOrReplaceTempView("cities");
        var query =
                session.sql("SELECT x, city FROM people JOIN cities ON people.k = cities.k")
                        .writeStream()
                        .format("memory")
                        .queryName("out")
                        .outputMode(OutputMode.Append())
                        .start();
        streams.people.addData(row(1, "Ann", at(1)), row(3, "Bob", at(1)));
        query.processAllAvailable();
        Files.writeString(directory.resolve("cities/3.json"), "{\"k\": 3, \"city\": \"Bonn\"}\n");
        streams.people.addData(row(2, "Cid", at(1)), row(3, "Dan", at(1)));
        query.processAllAvailable();
        assertThat(texts(session.table("out"))).containsExactly("[Ann,Rome]", "[Cid,Oslo]");
        query.stop();
    }

    @Test
    void anOuterJoinThatNothingBoundsIsRefusedInAppendAndExplained() {
        var _ = streams();
        var unbounded =
                session.sql("SELECT x, y FROM people LEFT JOIN calls ON people.k = calls.k");
        assertThatThrownBy(() ->
                        unbounded
                                .writeStream()
                                .format("noop")
                                .outputMode(OutputMode.Append())
                                .start())
                .hasMessageContaining("nothing says when a row of a LEFT join meets nobody");
        assertThat(explained("EXPLAIN SELECT x, y FROM people JOIN calls ON people.k = calls.k"))
                .contains("State: the left rows of the join by [k]; grows with that input");
        assertThat(
                        explained(
                                "EXPLAIN SELECT x, y FROM people JOIN calls ON people.k = calls.k"
                                        + " AND u >= t AND u < t + INTERVAL 1 MINUTE"))
                .contains("forgotten when the watermark has passed t by")
                .contains("forgotten when the watermark has passed u");
    }

    private String explained(String statement) {
        return session.sql(statement).collectAsList().stream()
                .map(Row::toString)
                .collect(Collectors.joining("\n"));
    }
}
