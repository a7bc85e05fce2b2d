package io.tidemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

class CommandLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theVersionIsAResult() {
        assertThat(run("--version")).isZero();
        assertThat(text(out)).startsWith("tidemill ").contains("java " + Runtime.version());
        assertThat(text(err)).isEmpty();
    }

    @Test
    void helpListsTheVerbsAndTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("doctor", "Exit codes").doesNotContain("warm-up");
    }

    @Test
    void aCommandLineThatCannotBeUnderstoodIsAnsweredOnStandardErrorWithTwo() {
        assertThat(run("docter")).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains("Did you mean: tidemill doctor?");
    }

    @Test
    void noVerbIsAskedFor() {
        assertThat(run()).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains("Usage: tidemill");
    }

    @Test
    void doctorShowsTheSameAsTextAndAsData() {
        assertThat(run("doctor")).isZero();
        assertThat(text(out)).contains("ok     java", "ok     calcite");
        assertThat(text(err)).contains("Nothing stands in the way.");
        out.reset();
        assertThat(run("doctor", "-o", "jsonl")).isZero();
        assertThat(text(out).lines())
                .anySatisfy(line ->
                        assertThat(line).startsWith("{\"topic\":\"java\",\"state\":\"ok\""));
    }

    @Test
    void repairingWhatIsNoCheckpointIsAnError() {
        assertThat(run("checkpoint", "repair", "/nowhere/at/all", "--yes")).isNotZero();
        assertThat(text(err)).contains("/nowhere/at/all/metadata is missing: it is no checkpoint");
    }

    @Test
    void everyVerbHasHelp() {
        assertThat(run("doctor", "--help")).isZero();
        assertThat(text(out)).contains("Usage: tidemill doctor");
    }

    @Test
    void colourIsForTerminalsThatWantIt() {
        assertThat(new Terminal(stream(out), stream(err), true, true).red("x"))
                .isEqualTo("\u001b[31mx\u001b[0m");
        assertThat(new Terminal(stream(out), stream(err), true, false).red("x")).isEqualTo("x");
        assertThat(new Terminal(stream(out), stream(err), false, true).red("x")).isEqualTo("x");
    }

    private int run(String... args) {
        return CommandLines.run(new Terminal(stream(out), stream(err), false, true), args);
    }

    private static PrintStream stream(OutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
