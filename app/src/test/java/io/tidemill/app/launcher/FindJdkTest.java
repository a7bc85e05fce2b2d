package io.tidemill.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that `mvnw` and `tidemill` share, with JDKs that are only what it looks at. Versions
/// are far in the future, so that what is installed on this machine plays no part.
class FindJdkTest {
    private static final String SHOW = ". ./find-jdk.sh; echo \"$JAVA_HOME\"";

    @TempDir Path folder;

    @BeforeEach
    void aimAtVersionNinetyFive() throws IOException {
        String script = Files.readString(Shell.root().resolve(".mvn/find-jdk.sh"));
        Files.writeString(
                folder.resolve("find-jdk.sh"),
                script.replace("tidemill_jdk_needed=25", "tidemill_jdk_needed=95"));
    }

    @Test
    void javaHomeWinsWhenItIsNewEnough() throws Exception {
        Path wanted = jdk("my own jdk", "96.0.1");
        Path other = jdk(".jdks/other", "95");
        assertThat(shell("JAVA_HOME", wanted.toString(), "PATH", path(other)).run(SHOW).out())
                .isEqualTo(wanted + "\n");
    }

    @Test
    void anOldJavaHomeIsPassedOverForTheOneOnThePath() throws Exception {
        Path old = jdk("old", "17.0.15");
        Path wanted = jdk("with a space/jdk", "95.0.2-ea");
        assertThat(shell("JAVA_HOME", old.toString(), "PATH", path(wanted)).run(SHOW).out())
                .isEqualTo(wanted + "\n");
    }

    @Test
    void amongInstalledOnesTheVersionItselfComesBeforeNewerOnes() throws Exception {
        jdk(".sdkman/candidates/java/97-tem", "97"); // which is looked at first
        Path wanted = jdk(".jdks/a", "95.0.1");
        assertThat(shell().run(SHOW).out()).isEqualTo(wanted + "\n");
    }

    @Test
    void aNewerOneIsTakenWhenThereIsNothingElse() throws Exception {
        Path newer = jdk(".jdks/a", "97");
        assertThat(shell().run(SHOW).out()).isEqualTo(newer + "\n");
    }

    @Test
    void aRuntimeWithoutACompilerIsNotEnough() throws Exception {
        Path runtime = jdk("jre", "95");
        Files.delete(runtime.resolve("bin/javac"));
        assertThat(shell("JAVA_HOME", runtime.toString()).run(SHOW).err())
                .contains("JAVA_HOME: " + runtime + " (not a whole JDK)");
    }

    @Test
    void withoutAnyItSaysWhereItLookedAndWhatToDo() throws Exception {
        Path old = jdk("old", "17.0.15");
        var result = shell("JAVA_HOME", old.toString()).run(". ./find-jdk.sh || exit 1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("needs a JDK of version 95 or newer and found none")
                .contains("JAVA_HOME: " + old + " (version 17)")
                .contains("java on the PATH: ")
                .contains("Install one", "set JAVA_HOME");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        for (String program : List.of("java", "javac")) {
            Path file = home.resolve("bin").resolve(program);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        return home;
    }

    private static String path(Path jdk) {
        return jdk.resolve("bin") + ":/usr/bin:/bin";
    }

    private Shell shell(String... variables) {
        var environment = new HashMap<>(Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new Shell(folder, environment);
    }
}
