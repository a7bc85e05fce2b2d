package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An epoch's rows wait for the program in a little memory, whatever their number.
class KeptRowsTest {
    private static final StructType SCHEMA = StructType.fromDDL("n BIGINT, text STRING");

    @TempDir Path directory;

    private KeptRows rows(long memoryMax) {
        var names = new AtomicInteger();
        return new KeptRows(
                SCHEMA,
                Optional.of(
                        new KeptRows.Overflow(
                                RealWorld.create().files(),
                                () -> directory.resolve("kept/" + names.incrementAndGet()),
                                memoryMax)));
    }

    private static Batch batch(long from) {
        var batch = Batch.create(SCHEMA, 10);
        for (long n = from; n < from + 10; n++) {
            batch.append(new Object[] {n, "text " + n});
        }
        return batch;
    }

    @Test
    void whatMemoryIsNotToHoldGoesToAFileAndComesBackInOrder() throws IOException {
        for (long memoryMax : new long[] {0, 500, Long.MAX_VALUE}) {
            var kept = rows(memoryMax);
            for (int i = 0; i < 20; i++) {
                kept.add(batch(i * 10L));
            }
            boolean inFile = memoryMax < Long.MAX_VALUE;
            assertThat(Files.exists(directory.resolve("kept/1"))).isEqualTo(inFile);
            for (int time = 0; time < 2; time++) {
                var found = new ArrayList<Object>();
                kept.forEach(row -> found.add(row[0]));
                assertThat(found).isEqualTo(LongStream.range(0, 200).boxed().toList());
            }
            assertThat(kept.rows()).isEqualTo(200);
            kept.close();
            assertThat(Files.exists(directory.resolve("kept/1"))).isFalse();
        }
    }

    @Test
    void rowsThatVanishedAreToldApart() throws IOException {
        var kept = rows(0);
        var batch = batch(0);
        batch.setWeights(new long[] {1, -1, 1, 1, 1, 1, 1, 1, 1, -1});
        kept.add(batch);
        var there = new ArrayList<Object>();
        var gone = new ArrayList<Object>();
        kept.forEach(row -> there.add(row[0]));
        kept.forEachGone(row -> gone.add(row[0]));
        kept.close();
        assertThat(there).hasSize(8);
        assertThat(gone).containsExactly(1L, 9L);
    }

    @Test
    void foreachBatchMayReadALargeEpochTwiceAndInParts() throws Exception {
        var seen = new ConcurrentLinkedQueue<List<Row>>();
        try (var session = Sessions.in(directory)) {
            session.sql(
                            "SELECT id, repeat('x', 1000) AS pad FROM range(100000)"
                                    + " WHERE id % 2 = 0") // 50 MB, more than stays in memory
                    .write()
                    .json("in");
            var query =
                    session.readStream()
                            .schema("id BIGINT, pad STRING")
                            .json("in")
                            .writeStream()
                            .trigger(Trigger.AvailableNow())
                            .option("checkpointLocation", "ck")
                            .foreachBatch((rows, epoch) -> {
                                seen.add(rows.selectExpr("count(*)", "sum(id)").collectAsList());
                                seen.add(rows.where("id = 500").select("id").collectAsList());
                            })
                            .start();
            query.awaitTermination();
        }
        var rows = seen.stream().flatMap(List::stream).toList();
        assertThat(rows)
                .contains(RowFactory.create(50_000L, 50_000L * 49_999), RowFactory.create(500L));
    }
}
