package io.tidemill.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.app.Terminal;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(System.out, new PrintStream(err, true), false, false);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void anEpochIsToldWithWhatWasRejectedAndWhy() {
        var rejected = new TreeMap<>(Map.of("malformed", 2L, "late", 1L));
        assertThat(new EpochReport("rides", 4, 1, 1500, 22, rejected, 18).text())
                .isEqualTo(
                        "epoch 4: 1,500 rows in, 22 out, 3 rejected (1 late, 2 malformed), 18 ms");
    }

    @Test
    void aSinkThatDoesNotCountIsNotQuoted() {
        assertThat(report("rides", 0, 5, -1).text()).isEqualTo("epoch 0: 5 rows in, 1 ms");
    }

    @Test
    void withoutATerminalManyEpochsShareALine() {
        try (var progress = new LineProgress(terminal, () -> now)) {
            for (int epoch = 0; epoch < 40; epoch++) {
                progress.epoch(report("rides", epoch, 10, 1));
                now = now.plusMillis(900);
            }
        }
        var lines = err.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSizeLessThan(25);
        assertThat(lines.getFirst()).isEqualTo("rides epoch 0: 10 rows in, 1 out, 1 ms");
        assertThat(lines.getLast()).startsWith("rides epochs 32 to 39: 80 rows in, 8 out");
        assertThat(lines.stream().mapToLong(ProgressTest::rowsIn).sum())
                .as("no row is untold")
                .isEqualTo(400);
    }

    @Test
    void onATerminalABarMovesAndALineForEachQueryStays() {
        try (var progress = new BarProgress(terminal)) {
            progress.epoch(report("rides", 0, 10, 1));
            progress.epoch(report("fares", 0, 7, 7));
            progress.epoch(report("rides", 1, 10, 2));
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .endsWith(
                        "rides epochs 0 to 1: 20 rows in, 3 out, 2 ms\n"
                                + "fares epoch 0: 7 rows in, 7 out, 1 ms\n");
    }

    private static long rowsIn(String line) {
        String text = line.substring(line.indexOf(": ") + 2);
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }

    private static EpochReport report(String query, long epoch, long rowsIn, long rowsOut) {
        return new EpochReport(query, epoch, 1, rowsIn, rowsOut, new TreeMap<>(), 1);
    }
}
