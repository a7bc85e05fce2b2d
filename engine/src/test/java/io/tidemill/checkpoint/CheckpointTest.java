package io.tidemill.checkpoint;

import static io.tidemill.checkpoint.Records.QUERY;
import static io.tidemill.checkpoint.Records.plan;
import static io.tidemill.checkpoint.Records.record;
import static io.tidemill.checkpoint.Records.section;
import static io.tidemill.checkpoint.Records.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A checkpoint on the real disk.
class CheckpointTest {
    private final World world = RealWorld.create();
    @TempDir Path directory;

    @Test
    void aNewCheckpointIsEmpty() {
        try (var checkpoint = open()) {
            assertThat(checkpoint.recovered().lastEpoch()).isEqualTo(-1);
            assertThat(checkpoint.recovered().acknowledged()).isTrue();
            assertThat(checkpoint.recovered().generation()).isEqualTo(1);
            assertThat(checkpoint.recovered().events()).isEmpty();
        }
    }

    @Test
    void whatWasAppendedIsThereAfterReopening() {
        try (var checkpoint = open()) {
            for (var epoch = 0; epoch < 20; epoch++) {
                checkpoint.append(record(epoch, "+" + epoch));
                checkpoint.acknowledged(epoch, false);
            }
        }
        try (var checkpoint = open()) {
            assertThat(checkpoint.recovered().last().orElseThrow())
                    .isEqualTo(record(19, "").withoutState());
            assertThat(checkpoint.recovered().acknowledged()).isTrue();
            assertThat(checkpoint.recovered().generation()).isEqualTo(2);
            assertThat(state(checkpoint, 19)).hasSize(20).last().isEqualTo("+19");
            assertThat(state(checkpoint, 18)).hasSize(19).last().isEqualTo("+18");
            assertThat(state(checkpoint, -1)).isEmpty();
        }
    }

    @Test
    void aSnapshotReplacesTheStateBeforeItAndShortensTheLog() throws IOException {
        var options = new CheckpointOptions(1024, 64, 0, 3, 4096, 0, false, false);
        try (var checkpoint = open(options)) {
            for (var epoch = 0; epoch < 40; epoch++) {
                checkpoint.append(record(epoch, "+".repeat(epoch) + epoch));
                checkpoint.acknowledged(epoch, false);
                if (checkpoint.snapshotDue(0)) {
                    try (var snapshot = checkpoint.snapshot()) {
                        snapshot.add(section(StateSection.Kind.SNAPSHOT, "all to " + epoch));
                        snapshot.commit();
                    }
                }
            }
        }
        assertThat(LogChain.segments(world, directory).first().number()).isGreaterThan(1);
        assertThat(LogChain.stateFiles(world, directory)).hasSizeLessThan(9);
        try (var checkpoint = open(options)) {
            assertThat(checkpoint.recovered().lastEpoch()).isEqualTo(39);
            var state = state(checkpoint, 39);
            assertThat(state.getFirst()).startsWith("all to 3");
            assertThat(state.getLast()).endsWith("39");
        }
    }

    @Test
    void aSnapshotMayBeWrittenWhileEpochsGoOn() {
        try (var checkpoint = open()) {
            for (var epoch = 0; epoch < 3; epoch++) {
                checkpoint.append(record(epoch, "+" + epoch));
                checkpoint.acknowledged(epoch, false);
            }
            try (var snapshot = checkpoint.snapshot()) {
                snapshot.add(section(StateSection.Kind.SNAPSHOT, "as after 2"));
                checkpoint.append(record(3, "+3"));
                checkpoint.acknowledged(3, false);
                snapshot.add(section(StateSection.Kind.DELTA, "as after 3"));
                checkpoint.secureAcknowledgement(3);
                snapshot.finish(3);
                snapshot.commit();
            }
            checkpoint.append(record(4, "+4"));
        }
        try (var checkpoint = open()) {
            assertThat(checkpoint.recovered().lastEpoch()).isEqualTo(4);
            assertThat(state(checkpoint, 3)).containsExactly("as after 2", "as after 3", "+3");
            assertThat(state(checkpoint, 4)).hasSize(4).last().isEqualTo("+4");
            assertThatThrownBy(() -> state(checkpoint, 2)).hasMessageContaining("that of 3 to 4");
        }
    }

    @Test
    void aSnapshotIsNotFinishedBeforeTheEpochsInItAreAcknowledged() {
        try (var checkpoint = open()) {
            checkpoint.append(record(0, "a"));
            checkpoint.acknowledged(0, false);
            checkpoint.append(record(1, "b"));
            assertThatThrownBy(() -> checkpoint.secureAcknowledgement(1))
                    .hasMessageContaining("epoch 1 is in doubt");
        }
    }

    @Test
    void aSecondOwnerIsRefusedByName() {
        try (var first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("CONCURRENT_QUERY")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            first.append(record(0, "x"));
        }
    }

    @Test
    void anOwnerThatWasLockedOutCannotAppend() {
        var first = open();
        first.append(record(0, "x"));
        first.acknowledged(0, false);
        try (var second = open(CheckpointOptions.defaults().withTakeOver(true))) {
            assertThat(second.recovered().lastEpoch()).isEqualTo(0);
            assertThatThrownBy(() -> first.ownership().verify())
                    .hasMessageContaining("CONCURRENT_QUERY");
            assertThatThrownBy(() -> first.append(record(1, "zombie")))
                    .hasMessageContaining("CONCURRENT_QUERY")
                    .hasMessageContaining("generation 2");
            second.append(record(1, "mine"));
        }
        try (var third = open()) {
            assertThat(state(third, 1)).containsExactly("x", "mine");
        }
        first.close();
    }

    @Test
    void anotherQueryIsRefusedWithWhatChanged() {
        try (var checkpoint = open()) {
            checkpoint.append(record(0, "x"));
        }
        var changed =
                new QueryFingerprint(
                        QUERY.plan(),
                        List.of(
                                QUERY.parts().getFirst(),
                                new QueryFingerprint.Part("state", "1", "city STRING, n INT")));
        assertThatThrownBy(() ->
                        Checkpoint.open(
                                world, directory, "rides", changed, CheckpointOptions.defaults()))
                .hasMessageContaining("CHECKPOINT_QUERY_CHANGED")
                .hasMessageContaining(
                        "state '1' was city STRING, n BIGINT and is now city STRING, n INT");
        try (var checkpoint = open()) {
            assertThat(checkpoint.recovered().lastEpoch()).isEqualTo(0);
            assertThat(checkpoint.recovered().acknowledged()).isFalse();
        }
    }

    @Test
    void anEpochThatIsRunAgainTakesThePlaceOfTheFirstRecord() {
        try (var checkpoint = open()) {
            checkpoint.append(record(0, "a"));
            checkpoint.acknowledged(0, false);
            checkpoint.append(record(1, "lost with its transaction"));
        }
        try (var checkpoint = open()) {
            assertThat(state(checkpoint, 0)).containsExactly("a");
            checkpoint.append(record(1, "b"));
            checkpoint.acknowledged(1, true);
        }
        try (var checkpoint = open()) {
            assertThat(state(checkpoint, 1)).containsExactly("a", "b");
            assertThat(checkpoint.recovered().acknowledged()).isTrue();
        }
    }

    @Test
    void aPlanThatWasLoggedIsThereUntilItsEpochIs() {
        try (var checkpoint = open()) {
            checkpoint.planned(plan(0));
        }
        try (var checkpoint = open()) {
            assertThat(checkpoint.recovered().planned()).contains(plan(0));
            checkpoint.append(record(0, "x"));
        }
        try (var checkpoint = open()) {
            assertThat(checkpoint.recovered().planned()).isEmpty();
        }
    }

    private Checkpoint open() {
        return open(CheckpointOptions.defaults());
    }

    private Checkpoint open(CheckpointOptions options) {
        return Checkpoint.open(world, directory, "rides", QUERY, options);
    }
}
