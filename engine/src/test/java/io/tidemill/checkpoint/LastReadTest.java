package io.tidemill.checkpoint;

import static io.tidemill.checkpoint.Records.QUERY;
import static io.tidemill.checkpoint.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastReadTest {
    private final World world = RealWorld.create();
    @TempDir Path directory;

    @Test
    void itTellsWhatTheLastEpochTookAlsoWhileTheQueryRuns() throws IOException {
        try (var checkpoint =
                Checkpoint.open(world, directory, "rides", QUERY, CheckpointOptions.defaults())) {
            assertThat(LastRead.of(world, directory)).isEmpty();
            checkpoint.append(record(0, "a"));
            checkpoint.acknowledged(0, false);
            checkpoint.append(record(1, "b"));

            var last = LastRead.of(world, directory).orElseThrow();
            assertThat(last.name()).isEqualTo("rides");
            assertThat(last.epoch()).isEqualTo(1);
            assertThat(last.acknowledged()).isFalse();
            assertThat(last.sources())
                    .extracting(SourceRange::start, SourceRange::end)
                    .containsExactly(Tuple.tuple("{\"n\":1}", "{\"n\":2}"));
            checkpoint.acknowledged(1, true);
            assertThat(LastRead.of(world, directory).orElseThrow().acknowledged()).isTrue();
        }
    }

    @Test
    void whatIsNoCheckpointIsNamed() {
        assertThatThrownBy(() -> LastRead.of(world, directory))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("it is no checkpoint");
    }
}
