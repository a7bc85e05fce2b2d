package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemill.connect.OutputMode;
import io.tidemill.connect.SourceHealth;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.plan.node.WatermarkSpec;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queries on real workers, over tables in memory.
class EngineTest {
    @TempDir Path directory;
    private Engine engine;
    private final ListTable rides = new ListTable("city STRING, fare BIGINT", 10, 3);
    private final ListSink.Disk disk = new ListSink.Disk();

    @BeforeEach
    void open() {
        engine = new Engine(RealWorld.create(), 2, directory.resolve("temporary"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private PlanNode scan(boolean streaming) {
        var ref = new TableRef("rides", "list", rides.schema(), Optional.empty(), rides);
        return new PlanNode.Scan(ref, rides.schema(), streaming);
    }

    private static Expression city() {
        return new Expression.Input(0, "city", DataTypes.StringType, true);
    }

    private static PlanNode countAndSum(PlanNode input) {
        var fare = new Expression.Input(1, "fare", DataTypes.LongType, true);
        return new PlanNode.Aggregate(
                input,
                List.of(city()),
                List.of(call("count", List.of()), call("sum", List.of(fare))),
                StructType.fromDDL("city STRING, n BIGINT, total BIGINT"));
    }

    private static AggregateCall call(String function, List<Expression> arguments) {
        return new AggregateCall(
                function,
                arguments,
                false,
                Optional.empty(),
                DataTypes.LongType,
                true,
                Position.NONE);
    }

    private QuerySpec spec(PlanNode plan, OutputMode mode, TriggerSpec trigger) {
        return new QuerySpec(
                Optional.of("rides"),
                plan,
                schema -> new ListSink(disk),
                mode,
                trigger,
                Optional.of(directory.resolve("checkpoint")),
                engine.settings());
    }

    private void ride(String city, long fare) {
        rides.add(city, fare);
    }

    private void runAvailable(PlanNode plan, OutputMode mode) throws Exception {
        var query = engine.start(spec(plan, mode, new TriggerSpec.AvailableNow()));
        query.completion().get();
    }

    @Test
    void aBoundedQueryGivesOneRowAGroup() throws Exception {
        ride("Oslo", 5);
        ride("Rome", 7);
        ride("Oslo", 1);
        var rows = new ArrayList<List<Object>>();
        engine.run(
                countAndSum(scan(false)),
                engine.settings(),
                batch -> {
                    for (int row = 0; row < batch.rows(); row++) {
                        rows.add(List.of(batch.row(row)));
                    }
                });
        assertThat(rows)
                .containsExactlyInAnyOrder(List.of("Oslo", 2L, 6L), List.of("Rome", 1L, 7L));
    }

    @Test
    void everyRowIsWrittenOnceInEpochsWithinTheLimit() throws Exception {
        for (int i = 0; i < 95; i++) {
            ride("Oslo", i);
        }
        var query =
                engine.start(spec(scan(true), OutputMode.APPEND, new TriggerSpec.AvailableNow()));
        query.completion().get();
        assertThat(disk.rows()).hasSize(95).doesNotHaveDuplicates();
        assertThat(query.recentProgress()).hasSize(10);
        assertThat(query.lastProgress().orElseThrow().epoch()).isEqualTo(9);
    }

    @Test
    void aSourcesWarningIsToldOnceUntilItIsOverAndItsMetricsAreInProgress() throws Exception {
        var told = Collections.synchronizedList(new ArrayList<String>());
        engine.addListener(
                new QueryListener() {
                    @Override
                    public void warned(
                            UUID id,
                            UUID runId,
                            Optional<String> name,
                            long timeMicros,
                            String warning) {
                        told.add(name.orElseThrow() + ": " + warning);
                    }
                });
        rides.says(new SourceHealth(Map.of("hours", "2"), Map.of("age", "soon gone")));
        ride("Oslo", 1);
        var query =
                engine.start(spec(scan(true), OutputMode.APPEND, new TriggerSpec.LowestLatency()));
        query.processAllAvailable();
        ride("Oslo", 2);
        query.processAllAvailable();
        assertThat(query.lastProgress().orElseThrow().sources().getFirst().metrics())
                .containsEntry("hours", "2");
        rides.says(SourceHealth.FINE);
        query.processAllAvailable();
        query.processAllAvailable();
        rides.says(new SourceHealth(Map.of(), Map.of("age", "again")));
        query.processAllAvailable();
        query.processAllAvailable();
        query.stop();
        await().untilAsserted(
                        () -> assertThat(told).containsExactly("rides: soon gone", "rides: again"));
    }

    @Test
    void aQueryStartedAgainGoesOnBehindWhatItHasRead() throws Exception {
        ride("Oslo", 1);
        runAvailable(countAndSum(scan(true)), OutputMode.UPDATE);
        ride("Oslo", 2);
        ride("Rome", 3);
        runAvailable(countAndSum(scan(true)), OutputMode.UPDATE);
        runAvailable(countAndSum(scan(true)), OutputMode.UPDATE);
        assertThat(disk.rows())
                .containsExactlyInAnyOrder(
                        List.of("Oslo", 1L, 1L), List.of("Oslo", 2L, 3L), List.of("Rome", 1L, 3L));
    }

    @Test
    void completeModeShowsTheWholeTableEachEpoch() throws Exception {
        for (int i = 0; i < 30; i++) {
            ride(i % 3 == 0 ? "Oslo" : "Rome", 1);
        }
        runAvailable(countAndSum(scan(true)), OutputMode.COMPLETE);
        assertThat(disk.rows())
                .containsExactlyInAnyOrder(List.of("Oslo", 10L, 10L), List.of("Rome", 20L, 20L));
    }

    @Test
    void changelogModeShowsEveryChangeOfAnEpoch() throws Exception {
        ride("Oslo", 1);
        runAvailable(countAndSum(scan(true)), OutputMode.CHANGELOG);
        ride("Oslo", 2);
        runAvailable(countAndSum(scan(true)), OutputMode.CHANGELOG);
        assertThat(disk.rows())
                .containsExactly(
                        List.of("+I", "Oslo", 1L, 1L),
                        List.of("-U", "Oslo", 1L, 1L),
                        List.of("+U", "Oslo", 2L, 3L));
    }

    @Test
    void anEpochWhoseCommitFailedIsRolledForwardAtTheNextStart() throws Exception {
        ride("Oslo", 1);
        disk.failNextCommit();
        var failed =
                engine.start(
                        spec(
                                countAndSum(scan(true)),
                                OutputMode.UPDATE,
                                new TriggerSpec.AvailableNow()));
        assertThat(failed.completion()).failsWithin(Duration.ofSeconds(20));
        assertThat(disk.rows()).isEmpty();
        ride("Oslo", 2);
        runAvailable(countAndSum(scan(true)), OutputMode.UPDATE);
        assertThat(disk.rows()).containsExactly(List.of("Oslo", 1L, 1L), List.of("Oslo", 2L, 3L));
    }

    @Test
    void workersDrawDifferentRandomNumbers() throws Exception {
        for (int i = 0; i < 10; i++) {
            ride("Oslo", i);
        }
        var uuid =
                new Expression.Call("uuid", List.of(), DataTypes.StringType, false, Position.NONE);
        var plan = new PlanNode.Project(scan(true), List.of(uuid), StructType.fromDDL("id STRING"));
        runAvailable(plan, OutputMode.APPEND);
        assertThat(disk.rows()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void theWatermarkFollowsTheNewestEventTimeAndSurvivesARestart() throws Exception {
        var times = new ListTable("time TIMESTAMP", 100, 100);
        var ref = new TableRef("times", "list", times.schema(), Optional.empty(), times);
        var plan =
                new PlanNode.Watermark(
                        new PlanNode.Scan(ref, times.schema(), true),
                        new WatermarkSpec("time", 10_000_000));
        times.add(Instant.parse("2026-01-01T00:01:00Z"));
        times.add(Instant.parse("2026-01-01T00:00:30Z"));
        var first = engine.start(spec(plan, OutputMode.APPEND, new TriggerSpec.AvailableNow()));
        first.completion().get();
        assertThat(first.lastProgress().orElseThrow().eventTime())
                .containsEntry("max", "2026-01-01T00:01:00Z")
                .containsEntry("min", "2026-01-01T00:00:30Z")
                .containsEntry("watermark", "2026-01-01T00:00:50Z");
        times.add(Instant.parse("2026-01-01T00:00:10Z"));
        var second = engine.start(spec(plan, OutputMode.APPEND, new TriggerSpec.AvailableNow()));
        second.completion().get();
        assertThat(second.lastProgress().orElseThrow().eventTime())
                .containsEntry("watermark", "2026-01-01T00:00:50Z");
    }

    @Test
    void processAllAvailableReturnsWhenWhatWasThereIsWritten() throws Exception {
        var query =
                engine.start(
                        spec(
                                scan(true),
                                OutputMode.APPEND,
                                new TriggerSpec.ProcessingTime(Duration.ofHours(1))));
        for (int i = 0; i < 3; i++) {
            ride("Oslo", i);
            query.processAllAvailable();
            assertThat(disk.rows()).hasSize(i + 1);
        }
        query.stop();
        assertThat(query.isActive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPEND"})
    void aModeThatMeansNothingIsRefusedWithTheReason(OutputMode mode) {
        assertThatThrownBy(() ->
                        engine.start(
                                spec(
                                        countAndSum(scan(true)),
                                        mode,
                                        new TriggerSpec.AvailableNow())))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("use update, complete or changelog");
    }

    @Test
    void aSecondProcessOnOneCheckpointIsRefusedByName() throws Exception {
        var query =
                engine.start(
                        spec(
                                scan(true),
                                OutputMode.APPEND,
                                new TriggerSpec.ProcessingTime(Duration.ZERO)));
        try (var other = new Engine(RealWorld.create(), 1, directory.resolve("other"))) {
            assertThatThrownBy(() ->
                            other.start(
                                    spec(
                                            scan(true),
                                            OutputMode.APPEND,
                                            new TriggerSpec.AvailableNow())))
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("CONCURRENT_QUERY");
        }
        query.stop();
    }
}
