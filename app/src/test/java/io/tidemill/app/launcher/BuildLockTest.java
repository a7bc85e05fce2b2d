package io.tidemill.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One build at a time in one clone, whatever becomes of the builds.
class BuildLockTest {
    private static final String SOURCE =
            ". '%s'; ".formatted(Shell.root().resolve(".mvn/build-lock.sh"));
    private static final String LOCK = SOURCE + "tidemill_build_lock \"$PWD\"; ";

    @TempDir Path clone;

    @Test
    void buildsThatStartAtOnceFollowEachOther() throws Exception {
        String build =
                LOCK
                        + "echo start >>log; sleep 0.2; echo end >>log; tidemill_build_unlock"
                        + " \"$PWD\"";
        var running = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            running.add(shell().start(build));
        }
        for (Process one : running) {
            assertThat(one.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(one.exitValue()).isZero();
        }
        assertThat(Files.readAllLines(clone.resolve("log")))
                .containsExactly("start", "end", "start", "end", "start", "end", "start", "end");
        assertThat(clone.resolve(".tidemill/build.lock")).doesNotExist();
    }

    @Test
    void theLockOfABuildThatWasKilledHoldsNobodyBack() throws Exception {
        Process killed = shell().start(LOCK + "sleep 60");
        awaitLock();
        killed.descendants().forEach(ProcessHandle::destroyForcibly);
        killed.destroyForcibly().waitFor();
        assertThat(shell().run(LOCK + "echo mine").out()).isEqualTo("mine\n");
    }

    @Test
    void whoWaitsSaysForWhom() throws Exception {
        Process holder = shell().start(LOCK + "read end");
        awaitLock();
        Process waiting = shell().start(LOCK);
        try (var said = waiting.errorReader()) {
            assertThat(said.readLine())
                    .startsWith("Waiting for the build of process " + holder.pid());
        }
        holder.getOutputStream().close();
        assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.exitValue()).isZero();
    }

    private void awaitLock() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(clone.resolve(".tidemill/build.lock/pid")));
    }

    @Test
    void aBuildStartedByABuildDoesNotWaitForItself() throws Exception {
        Files.writeString(clone.resolve("inner.sh"), LOCK + "echo inner");
        assertThat(shell().run(LOCK + "sh -eu inner.sh").out()).isEqualTo("inner\n");
    }

    private Shell shell() {
        return new Shell(clone, Map.of("PATH", "/usr/bin:/bin"));
    }
}
