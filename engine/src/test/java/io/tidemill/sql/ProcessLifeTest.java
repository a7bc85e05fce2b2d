package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process with queries, from outside: how long it lives, and what it says when it is ended.
class ProcessLifeTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// `main` returns at once; the query is bounded.
    static final class Bounded {
        public static void main(String[] arguments) throws Exception {
            var session = Sessions.in(Path.of(arguments[0]), System.out);
            session.readStream()
                    .format("rate-micro-batch")
                    .option("rowsPerBatch", 5)
                    .load()
                    .writeStream()
                    .format("console")
                    .trigger(Trigger.Once())
                    .start();
            System.out.println("main is through");
        }
    }

    /// `main` returns at once; the query goes on for ever.
    static final class Unbounded {
        public static void main(String[] arguments) throws Exception {
            var session = Sessions.in(Path.of(arguments[0]), System.out);
            session.readStream()
                    .format("rate")
                    .option("rowsPerSecond", 100)
                    .load()
                    .writeStream()
                    .queryName("endless")
                    .foreachBatch((rows, id) -> System.out.println("epoch " + id + " done"))
                    .option("checkpointLocation", "ck")
                    .start();
        }
    }

    @Test
    void theProcessLivesUntilItsQueriesEnd(@TempDir Path directory) throws Exception {
        var process = start(Bounded.class, directory);
        assertThat(process.waitFor(LIMIT)).isTrue();
        var said = said(process);
        assertThat(said).contains("main is through").contains("Batch: 0");
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Test
    void anEndedProcessSaysWhichQueriesWereCutAndHowFarTheyWere(@TempDir Path directory)
            throws Exception {
        var process = start(Unbounded.class, directory);
        var lines = new LinkedBlockingQueue<String>();
        var reader =
                Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(lines::add));
        awaitLine(lines, "epoch 1 done");
        process.toHandle().destroy(); // its streams stay open
        assertThat(process.waitFor(LIMIT)).isTrue();
        reader.join(LIMIT);
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line)
                                .contains("ended with the process")
                                .contains("endless")
                                .contains("epoch="));
        assertThat(process.exitValue()).isEqualTo(143);
    }

    private static void awaitLine(BlockingQueue<String> lines, String wanted)
            throws InterruptedException {
        var seen = new ArrayList<String>();
        while (true) {
            var line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(line).as("'%s' expected, said was %s", wanted, seen).isNotNull();
            seen.add(line);
            if (line.equals(wanted)) {
                return;
            }
        }
    }

    private static Process start(Class<?> main, Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
