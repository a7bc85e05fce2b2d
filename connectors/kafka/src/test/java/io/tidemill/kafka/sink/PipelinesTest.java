package io.tidemill.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.sql.Row;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Queries from topic to topic, in SQL and by the API, stopped and started again.
@Timeout(120)
class PipelinesTest {
    private final Topics topics = Topics.shared();
    private @TempDir Path folder;
    private TidemillSession session;

    @BeforeEach
    void open() {
        session = TidemillSession.builder().directory(folder).create();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private String bids() {
        var topic = topics.create("bids", 2);
        session.readStream()
                .format("kafka")
                .schema("auction BIGINT, price BIGINT")
                .option("kafka.bootstrap.servers", topics.address())
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .option("format", "json")
                .load()
                .createOrReplaceTempView("bid");
        return topic;
    }

    private void bid(String topic, int partition, long auction, long price) {
        topics.send(topic, partition, "{\"auction\":%d,\"price\":%d}".formatted(auction, price));
    }

    private StreamingQuery start(String sql, String mode, String... options) throws Exception {
        var writer =
                session.sql(sql)
                        .writeStream()
                        .format("kafka")
                        .option("kafka.bootstrap.servers", topics.address())
                        .option("format", "json")
                        .outputMode(mode)
                        .option("checkpointLocation", folder.resolve("checkpoint").toString());
        for (int i = 0; i < options.length; i += 2) {
            writer.option(options[i], options[i + 1]);
        }
        return writer.start();
    }

    @Test
    void rowsGoFromTopicToTopicOnceAcrossRestarts() throws Exception {
        var from = bids();
        var to = topics.create("dear", 1);
        var expected = new ArrayList<String>();
        for (int run = 0; run < 3; run++) {
            var query = start("SELECT * FROM bid WHERE price > 10", "append", "topic", to);
            for (int i = 0; i < 4; i++) {
                bid(from, i % 2, run, 8 + i);
                if (8 + i > 10) {
                    expected.add("{\"auction\":%d,\"price\":%d}".formatted(run, 8 + i));
                }
                query.processAllAvailable();
            }
            query.stop();
        }
        assertThat(topics.values(to)).isEqualTo(expected);
    }

    @Test
    void aTopicIsATableThatIsInsertedInto() throws Exception {
        var from = topics.create("in", 1);
        var to = topics.create("winners", 1);
        topics.send(from, 0, "{\"auction\":1,\"price\":5}", "{\"auction\":2,\"price\":50}");
        session.sql(
                """
                CREATE TABLE bids (auction BIGINT, price BIGINT) USING kafka OPTIONS (
                  subscribe '%s', 'kafka.bootstrap.servers' '%s', format 'json',
                  startingOffsets 'earliest')
                """
                        .formatted(from, topics.address()));
        session.sql(
                """
                CREATE TABLE winners (auction BIGINT, price BIGINT) USING kafka OPTIONS (
                  topic '%s', 'kafka.bootstrap.servers' '%s', format 'json')
                """
                        .formatted(to, topics.address()));
        session.sql("INSERT INTO winners SELECT * FROM bids WHERE price > 10");
        assertThat(topics.values(to)).containsExactly("{\"auction\":2,\"price\":50}");
        session.sql(
                "CREATE FLOW dear AS INSERT INTO winners SELECT * FROM STREAM bids WHERE price >"
                        + " 10");
        topics.send(from, 0, "{\"auction\":3,\"price\":60}");
        assertThat(topics.values(to, 3).getLast()).isEqualTo("{\"auction\":3,\"price\":60}");
    }

    @Test
    void newVersionsAreKeyedByWhatTheQueryGroupsBy() throws Exception {
        var from = bids();
        var to = topics.create("counts", 3);
        var query =
                start(
                        "SELECT auction, count(*) AS n FROM bid GROUP BY auction",
                        "update",
                        "topic",
                        to);
        for (int i = 0; i < 6; i++) {
            bid(from, i % 2, i % 3, i);
            query.processAllAvailable();
        }
        query.stop();
        var last = new TreeMap<String, String>();
        topics.records(to).forEach(r -> last.put(text(r.key()), text(r.value())));
        assertThat(last)
                .containsEntry("{\"auction\":0}", "{\"auction\":0,\"n\":2}")
                .containsEntry("{\"auction\":1}", "{\"auction\":1,\"n\":2}")
                .containsEntry("{\"auction\":2}", "{\"auction\":2,\"n\":2}")
                .hasSize(3);
        assertThat(topics.records(to)).hasSize(6);
    }

    @Test
    void changesThatWereWrittenAreReadBackAsTheTableThatTheyMake() throws Exception {
        var from = bids();
        var to = topics.create("changes", 3);
        var sql =
                "SELECT auction, count(*) AS n, max(price) AS top FROM bid GROUP BY auction HAVING"
                        + " count(*) < 3";
        var query = start(sql, "changelog", "topic", to);
        for (int i = 0; i < 12; i++) {
            bid(from, i % 2, i % 5, i);
            if (i % 3 == 0) {
                query.processAllAvailable();
            }
        }
        query.processAllAvailable();
        query.stop();
        session.sql(
                """
                CREATE TABLE back (auction BIGINT, n BIGINT, top BIGINT) USING kafka OPTIONS (
                  subscribe '%s', 'kafka.bootstrap.servers' '%s', format 'json',
                  startingOffsets 'earliest', changelog 'debezium')
                """
                        .formatted(to, topics.address()));
        assertThat(rows("SELECT * FROM back ORDER BY auction"))
                .containsExactly("[2,2,7]", "[3,2,8]", "[4,2,9]");
        assertThat(topics.records(to)).allMatch(r -> text(r.key()).startsWith("{\"auction\":"));
    }

    @Test
    void whatCannotBeWrittenIsRefusedBeforeTheQueryStarts() {
        bids();
        assertThatThrownBy(() -> start("SELECT * FROM bid", "append"))
                .hasMessageContaining("set the option topic");
        assertThatThrownBy(() ->
                        start("SELECT * FROM bid", "append", "topic", "x", "delivery", "perhaps"))
                .hasMessageContaining("exactly-once");
        assertThatThrownBy(() ->
                        start(
                                "SELECT auction, count(*) AS n FROM bid GROUP BY auction",
                                "complete",
                                "topic",
                                "x"))
                .hasMessageContaining("does not take output mode complete");
    }

    private List<String> rows(String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
