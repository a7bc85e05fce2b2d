package io.tidemill.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Input far larger than the heap: 200 MB with 256 MB of heap in every build, 10 GB with
/// `-Dlarge.megabytes=10240` (which needs 15 GB of disk).
class LargeInputIT {
    private static final int LINES_A_BLOCK = 10_000;
    private static final int KEYS = 1000;

    @TempDir Path folder;

    @Test
    void anInputLargerThanTheHeapIsCountedAndCopied() throws Exception {
        long lines = write(Long.getLong("large.megabytes", 200) << 20);
        Files.writeString(
                folder.resolve("large.sql"),
                """
                CREATE TABLE events (id BIGINT, key STRING, pad STRING)
                  USING json OPTIONS (path 'in/*.json');
                CREATE TABLE counts (key STRING, n BIGINT) USING json OPTIONS (path 'counts');
                CREATE TABLE some (id BIGINT, key STRING) USING json OPTIONS (path 'some');
                CREATE FLOW count OPTIONS (trigger 'available now', outputMode 'complete') AS
                  INSERT INTO counts SELECT key, count(*) AS n FROM STREAM events GROUP BY key;
                CREATE FLOW pick OPTIONS (trigger 'available now') AS
                  INSERT INTO some SELECT id, key FROM STREAM events WHERE id % 1000 = 0;
                """);
        var command = new Command(folder, List.of("-Xmx256m"));
        try (var running = command.start("run", "large.sql")) {
            assertThat(running.process().waitFor(2, TimeUnit.HOURS)).isTrue();
            var ended = running.end();
            assertThat(ended.exitCode()).as(ended.err()).isZero();
        }
        assertThat(lines("counts").mapToLong(LargeInputIT::count).sum()).isEqualTo(lines);
        assertThat(lines("counts").count()).isEqualTo(KEYS);
        assertThat(lines("some").count()).isEqualTo((lines + 999) / 1000);
    }

    /// Writes about so many bytes of events over several files; returns how many lines.
    private long write(long bytes) throws IOException {
        Files.createDirectories(folder.resolve("in"));
        long written = 0;
        long id = 0;
        for (int file = 0; written < bytes; file++) {
            try (var out =
                    new BufferedOutputStream(
                            Files.newOutputStream(folder.resolve("in/part-" + file + ".json")),
                            1 << 20)) {
                for (long inFile = 0; inFile < 64 << 20 && written < bytes; ) {
                    byte[] block = block(id);
                    out.write(block);
                    id += LINES_A_BLOCK;
                    inFile += block.length;
                    written += block.length;
                }
            }
        }
        return id;
    }

    private static byte[] block(long first) {
        var text = new StringBuilder();
        for (long id = first; id < first + LINES_A_BLOCK; id++) {
            text.append("{\"id\":")
                    .append(id)
                    .append(",\"key\":\"key-")
                    .append(id * 7 % KEYS)
                    .append("\",\"pad\":\"")
                    .repeat("x", 100)
                    .append("\"}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Stream<String> lines(String table) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder.resolve(table), "part-*")) {
            for (var file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream();
    }

    private static long count(String line) {
        return Long.parseLong(line.replaceAll(".*\"n\":(\\d+).*", "$1"));
    }
}
