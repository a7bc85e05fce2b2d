package io.tidemill.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemill.app.Main;
import org.junit.jupiter.api.Test;

/// The command is a user of the public API, like any other program: what it takes besides is named.
class AppUsesTest {
    private static final Pattern ALLOWED =
            Pattern.compile(
                    "io\\.tidemill\\.(app|sql)\\..*"
                            + "|io\\.tidemill\\.data\\.(Condition|Json|TidemillException|ValueText)"
                            + "|io\\.tidemill\\.checkpoint\\.(CheckpointReader|CheckpointRepair|LastRead|SourceRange)"
                            + "|io\\.tidemill\\.checkpoint\\.CheckpointRepair\\$Inside"
                            + "|io\\.tidemill\\.runtime\\.ResourcePlan"
                            + "|io\\.tidemill\\.kafka\\.(Clients|FreshTopics|lag\\..*)"
                            + "|io\\.tidemill\\.file\\.OutputRewind"
                            + "|io\\.tidemill\\.system\\.(RealWorld|World|WorldClock)");

    @Test
    void itUsesThePublicApi() throws Exception {
        URL classes = Main.class.getProtectionDomain().getCodeSource().getLocation();
        assertThat(
                        new ClassFileImporter()
                                .importUrl(classes).stream()
                                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                                        .map(uses ->
                                                uses.getTargetClass()
                                                        .getBaseComponentType()
                                                        .getName())
                                        .filter(name -> name.startsWith("io.tidemill."))
                                        .filter(name -> !ALLOWED.matcher(name).matches())
                                        .distinct())
                .isEmpty();
    }
}
