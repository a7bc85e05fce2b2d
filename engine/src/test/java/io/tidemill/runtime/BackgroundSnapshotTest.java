package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.checkpoint.CheckpointOptions;
import io.tidemill.checkpoint.CheckpointReader;
import io.tidemill.connect.OutputMode;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots of state that is too large to be written between two epochs.
@Timeout(120)
class BackgroundSnapshotTest {
    private static final int KEYS = 120_000;
    private static final int EPOCH_ROWS = 10_000;
    private static final Pattern SNAPSHOT =
            Pattern.compile("snapshot of epoch (\\d+): .* written until epoch (\\d+);.*");

    @TempDir Path directory;
    private final ListTable numbers = new ListTable("k BIGINT", EPOCH_ROWS, EPOCH_ROWS);
    private final ListSink.Disk disk = new ListSink.Disk();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<Long, Long> expected = new HashMap<>();
    private int spanning;

    @Test
    void whatWasWrittenWhileEpochsWentOnRestoresExactly() throws Exception {
        add(KEYS, i -> (long) i);
        for (int life = 0; life < 5; life++) {
            add(8 * EPOCH_ROWS, _ -> random.nextLong(KEYS));
            run();
            countSpanning();
        }
        assertThat(spanning).isPositive();
        assertThat(table()).isEqualTo(expected);
    }

    private void add(int rows, IntFunction<Long> key) {
        for (int i = 0; i < rows; i++) {
            var k = key.apply(i);
            numbers.add(k);
            expected.merge(k, 1L, Long::sum);
        }
    }

    private void run() throws Exception {
        try (var engine = new Engine(RealWorld.create(), 2, directory.resolve("temporary"))) {
            var ref = new TableRef("n", "list", numbers.schema(), Optional.empty(), numbers);
            var count =
                    new AggregateCall(
                            "count",
                            List.of(),
                            false,
                            Optional.empty(),
                            DataTypes.LongType,
                            true,
                            Position.NONE);
            var plan =
                    new PlanNode.Aggregate(
                            new PlanNode.Scan(ref, numbers.schema(), true),
                            List.of(new Expression.Input(0, "k", DataTypes.LongType, true)),
                            List.of(count),
                            StructType.fromDDL("k BIGINT, n BIGINT"));
            var options =
                    new CheckpointOptions(1 << 20, 1 << 20, 1L << 40, 2, 4096, 0, false, false);
            engine.start(
                            new QuerySpec(
                                    Optional.of("numbers"),
                                    plan,
                                    _ -> new ListSink(disk),
                                    OutputMode.CHANGELOG,
                                    new TriggerSpec.AvailableNow(),
                                    Optional.of(directory.resolve("checkpoint")),
                                    engine.settings().withCheckpoint(options)))
                    .completion()
                    .get();
        }
    }

    private void countSpanning() {
        var lines = new ArrayList<String>();
        var whole =
                CheckpointReader.show(
                        RealWorld.create(), directory.resolve("checkpoint"), lines::add);
        assertThat(whole).as("%s", lines).isTrue();
        for (var line : lines) {
            var found = SNAPSHOT.matcher(line);
            if (found.matches() && !found.group(1).equals(found.group(2))) {
                spanning++;
            }
        }
    }

    private Map<Long, Long> table() {
        var table = new HashMap<Long, Long>();
        for (var row : disk.rows()) {
            var op = (String) row.getFirst();
            if (op.startsWith("+")) {
                assertThat(table.put((Long) row.get(1), (Long) row.get(2))).isNull();
            } else {
                assertThat(table.remove((Long) row.get(1))).isEqualTo(row.get(2));
            }
        }
        return table;
    }
}
