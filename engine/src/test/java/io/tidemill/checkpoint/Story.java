package io.tidemill.checkpoint;

import static io.tidemill.checkpoint.Records.QUERY;
import static io.tidemill.checkpoint.Records.plan;
import static io.tidemill.checkpoint.Records.section;
import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import io.tidemill.system.simulation.SimulatedDisk;

/// A query's life on a simulated disk, with everything small: opens, logs epochs (every third one
/// with its plan first, every fourth with state large enough for a run file), takes snapshots, and
/// notes what it was promised. The state is the list of epochs that went into it.
final class Story {
    static final Path DIRECTORY = Path.of("/checkpoints/rides");
    static final CheckpointOptions SMALL =
            new CheckpointOptions(1024, 200, 1 << 20, 4, 4096, 0, false, false);

    private final World world;
    private final SimulatedDisk disk;
    private final CheckpointOptions options;
    long promised = -1; // the last epoch whose append returned
    long acknowledged = -1; // the last epoch whose durable acknowledgement returned
    long generation;
    boolean waited;

    Story(World world, SimulatedDisk disk) {
        this(world, disk, SMALL);
    }

    Story(World world, SimulatedDisk disk, CheckpointOptions options) {
        this.world = world;
        this.disk = disk;
        this.options = options;
    }

    /// Opens, finishes what is in doubt (by logging it again, or not), goes on to `last`, closes.
    Story run(long last, boolean rerun) {
        return run(last, rerun, _ -> {});
    }

    Story run(long last, boolean rerun, Consumer<Checkpoint> opened) {
        try (var checkpoint = whenThereIsSpace(this::open)) {
            generation = checkpoint.ownership().generation();
            opened.accept(checkpoint);
            var found = checkpoint.recovered();
            var epoch = found.lastEpoch();
            promised = found.acknowledged() ? epoch : epoch - 1;
            if (epoch >= 0 && !found.acknowledged()) {
                if (rerun) {
                    append(checkpoint, epoch);
                } else {
                    promised = Math.max(promised, epoch);
                }
                acknowledge(checkpoint, epoch);
            }
            while (epoch < last) {
                epoch++;
                var next = epoch;
                if (epoch % 3 == 0) {
                    step(() -> checkpoint.planned(plan(next)));
                }
                append(checkpoint, epoch);
                acknowledge(checkpoint, epoch);
                if (checkpoint.snapshotDue(0)) {
                    step(() -> snapshot(checkpoint, next));
                }
            }
        }
        return this;
    }

    private Checkpoint open() {
        return Checkpoint.open(world, DIRECTORY, "rides", QUERY, options);
    }

    private void append(Checkpoint checkpoint, long epoch) {
        step(() -> {
            checkpoint.checkSpace();
            checkpoint.append(record(epoch));
        });
        promised = Math.max(promised, epoch);
    }

    private void acknowledge(Checkpoint checkpoint, long epoch) {
        var durable = epoch % 2 == 0;
        step(() -> checkpoint.acknowledged(epoch, durable));
        acknowledged = durable ? epoch : acknowledged;
    }

    private static void snapshot(Checkpoint checkpoint, long epoch) {
        try (var snapshot = checkpoint.snapshot()) {
            var half = epoch / 2;
            snapshot.add(section(StateSection.Kind.SNAPSHOT, "*" + expected(half).substring(1)));
            snapshot.add(
                    section(
                            StateSection.Kind.DELTA,
                            expected(epoch).substring(expected(half).length())));
            snapshot.commit();
        }
    }

    private void step(Runnable step) {
        whenThereIsSpace(() -> {
            step.run();
            return true;
        });
    }

    private <T> T whenThereIsSpace(Supplier<T> step) {
        for (var attempt = 0; ; attempt++) {
            try {
                return step.get();
            } catch (TidemillException e) {
                if (e.condition() != Condition.WAITING_FOR_SPACE || attempt == 3) {
                    throw e;
                }
                waited = true;
                disk.makeSpace();
            }
        }
    }

    static EpochRecord record(long epoch) {
        var text = epoch % 4 == 0 ? epoch + "-".repeat(300) + ";" : epoch + ";";
        return Records.record(epoch, text);
    }

    /// What the state is after an epoch.
    static String expected(long epoch) {
        var text = new StringBuilder("*");
        for (var each = 0; each <= epoch; each++) {
            text.append(record(each).state().getFirst().payload().utf8());
        }
        return text.toString();
    }

    /// The state that a checkpoint hands over.
    static String state(Checkpoint checkpoint, long epoch) {
        var text = new StringBuilder("*");
        checkpoint.state(
                epoch,
                section -> {
                    if (section.kind() == StateSection.Kind.SNAPSHOT) {
                        text.setLength(0);
                    }
                    text.append(section.payload().utf8());
                });
        return text.toString();
    }

    /// Checks that nothing promised is lost and nothing else is there.
    void check(Checkpoint checkpoint) {
        var found = checkpoint.recovered();
        assertThat(found.lastEpoch()).as("last epoch").isBetween(promised, promised + 1);
        if (found.lastEpoch() >= 0) {
            assertThat(found.last().orElseThrow())
                    .isEqualTo(record(found.lastEpoch()).withoutState());
            assertThat(state(checkpoint, found.lastEpoch())).isEqualTo(expected(found.lastEpoch()));
            if (!found.acknowledged()) {
                assertThat(acknowledged).isLessThan(found.lastEpoch());
                assertThat(state(checkpoint, found.lastEpoch() - 1))
                        .isEqualTo(expected(found.lastEpoch() - 1));
            }
        }
        found.planned().ifPresent(planned -> assertThat(planned).isEqualTo(plan(promised + 1)));
    }
}
