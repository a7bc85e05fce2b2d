package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each output mode over plans whose rows change, move and vanish: what a sink is given adds up to
/// the answer from scratch, epoch by epoch.
class OutputModesTest {
    private static final StructType RIDE = StructType.fromDDL("city STRING, price INT");

    @TempDir private Path directory;
    private TidemillSession session;
    private MemoryStream<Row> rides;
    private final List<Row> all = new ArrayList<>();

    @BeforeEach
    void begin() {
        session = Sessions.in(directory);
        rides = MemoryStream.create(session, Encoders.row(RIDE));
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private StreamingQuery start(Dataset<Row> result, String mode) throws TimeoutException {
        return result.writeStream().format("memory").queryName(mode).outputMode(mode).start();
    }

    private void add(Row... rows) {
        all.addAll(List.of(rows));
        rides.addData(rows);
    }

    private List<Row> held(String table) {
        return session.table(table).collectAsList();
    }

    private Dataset<Row> counts() {
        return rides.toDF().groupBy("city").agg(count("*").as("n"));
    }

    private List<Row> countsFromScratch() {
        return all.stream()
                .collect(Collectors.groupingBy(ride -> ride.getString(0), Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.<Row>comparingLong(r -> -r.getLong(1))
                                .thenComparing(r -> r.getString(0)))
                .toList();
    }

    /// What the rows of a changelog add up to.
    private static List<Row> folded(List<Row> changes) {
        var rows = new ArrayList<Row>();
        for (var change : changes) {
            var values = new ArrayList<Object>();
            for (int i = 1; i < change.length(); i++) {
                values.add(change.get(i));
            }
            var row = row(values.toArray());
            if (change.getString(0).startsWith("+")) {
                rows.add(row);
            } else {
                assertThat(rows.remove(row)).as("%s is there", row).isTrue();
            }
        }
        return rows;
    }

    @Test
    void theFirstRowsOfAStreamAreKeptUpToDateInEveryModeThatCanShowThem() throws Exception {
        var first = counts().orderBy(col("n").desc(), col("city")).limit(2);
        var complete = start(first, "complete");
        var changelog = start(first, "changelog");
        var random = new SplittableRandom(3);
        for (int i = 0; i < 12; i++) {
            for (int rows = random.nextInt(1, 6); rows > 0; rows--) {
                add(row("city" + random.nextInt(5), rows));
            }
            complete.processAllAvailable();
            changelog.processAllAvailable();
            var expected = countsFromScratch().stream().limit(2).toList();
            assertThat(held("complete")).isEqualTo(expected);
            assertThat(folded(held("changelog"))).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThatThrownBy(() -> start(first, "update"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("use complete or changelog");
        assertThatThrownBy(() -> start(first, "append"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("every new row may be among the first");
    }

    @Test
    void inModeUpdateARowThatVanishesIsTakenAway() throws Exception {
        var even = counts().where("n % 2 = 0");
        var update = start(even, "update");
        var ignoring =
                even.writeStream()
                        .format("memory")
                        .queryName("ignoring")
                        .outputMode("update")
                        .option("deletes", "ignore")
                        .start();
        add(row("Oslo", 1), row("Oslo", 2), row("Rom", 1), row("Rom", 1));
        update.processAllAvailable();
        ignoring.processAllAvailable();
        assertThat(held("update")).containsExactlyInAnyOrder(row("Oslo", 2L), row("Rom", 2L));
        add(row("Oslo", 3));
        update.processAllAvailable();
        ignoring.processAllAvailable();
        assertThat(held("update")).containsExactly(row("Rom", 2L));
        assertThat(held("ignoring")).containsExactlyInAnyOrder(row("Oslo", 2L), row("Rom", 2L));
        add(row("Oslo", 3));
        update.processAllAvailable();
        assertThat(held("update")).containsExactlyInAnyOrder(row("Oslo", 4L), row("Rom", 2L));
    }

    @Test
    void aSinkThatCannotTakeRowsAwayIsRefusedUnlessTheyAreIgnored() throws Exception {
        var even = counts().where("n % 2 = 0");
        ForeachWriter<Row> writer =
                new ForeachWriter<>() {
                    @Override
                    public boolean open(long partition, long epoch) {
                        return true;
                    }

                    @Override
                    public void process(Row value) {}

                    @Override
                    public void close(Throwable error) {}
                };
        assertThatThrownBy(() -> even.writeStream().foreach(writer).outputMode("update").start())
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("deletes = ignore");
        even.writeStream()
                .foreach(writer)
                .outputMode("update")
                .option("deletes", "ignore")
                .start()
                .stop();
    }

    @Test
    void modeCompleteTakesAnyPlan() throws Exception {
        var cheap = rides.toDF().where("price < 3").orderBy(col("price").desc(), col("city"));
        var complete = start(cheap, "complete");
        add(row("Rom", 1), row("Oslo", 2), row("Oslo", 5));
        complete.processAllAvailable();
        assertThat(held("complete")).containsExactly(row("Oslo", 2), row("Rom", 1));
        add(row("Bern", 2));
        complete.processAllAvailable();
        assertThat(held("complete")).containsExactly(row("Bern", 2), row("Oslo", 2), row("Rom", 1));
    }

    @Test
    void anOrderInsideAQueryOnAStreamChangesNothingWithoutALimit() throws Exception {
        var sorted = rides.toDF().orderBy("price");
        var append = start(sorted, "append");
        add(row("Rom", 2), row("Oslo", 1));
        append.processAllAvailable();
        assertThat(held("append")).containsExactlyInAnyOrder(row("Rom", 2), row("Oslo", 1));
    }

    @Test
    void anAggregateOverTheFirstRowsFollowsThem() throws Exception {
        var sum =
                rides.toDF()
                        .orderBy(col("price").desc())
                        .limit(3)
                        .agg(functions.sum("price").as("total"));
        var update = start(sum, "update");
        var changelog = start(sum, "changelog");
        var random = new SplittableRandom(5);
        for (int i = 0; i < 8; i++) {
            add(row("x", random.nextInt(100)), row("y", random.nextInt(100)));
            update.processAllAvailable();
            changelog.processAllAvailable();
            long total = all.stream().mapToInt(ride -> -ride.getInt(1)).sorted().limit(3).sum();
            assertThat(held("update")).containsExactly(row(-total));
            assertThat(folded(held("changelog"))).containsExactly(row(-total));
        }
    }

    @Test
    void differentRowsAreAppendedWhenTheyFirstCome() throws Exception {
        var cities = rides.toDF().select("city").distinct();
        var appended = start(cities, "append");
        add(row("Oslo", 1), row("Oslo", 2), row("Rome", 1));
        appended.processAllAvailable();
        assertThat(held("append")).containsExactlyInAnyOrder(row("Oslo"), row("Rome"));
        add(row("Oslo", 3), row("Bonn", 1));
        appended.processAllAvailable();
        assertThat(held("append")).containsExactlyInAnyOrder(row("Oslo"), row("Rome"), row("Bonn"));
        appended.stop();
    }

    @Test
    void differentRowsOfRowsThatChangeAreNotAppended() {
        assertThatThrownBy(() -> start(counts().select("n").distinct(), "append"))
                .hasMessageContaining("output mode append cannot show them");
        assertThatThrownBy(() ->
                        start(rides.toDF().select("city").distinct().agg(count("*")), "append"))
                .hasMessageContaining("an aggregate over the whole stream changes with every row");
    }

    @Test
    void aSinkThatIsNotThereIsToldBeforeItsCheckpoint() throws Exception {
        assertThatThrownBy(() -> rides.toDF().writeStream().format("delta").start("out"))
                .hasMessageContaining("there is no format 'delta'");
        rides.toDF().writeStream().format("NOOP").start().stop();
    }
}
