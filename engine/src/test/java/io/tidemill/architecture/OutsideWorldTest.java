package io.tidemill.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// Clock, randomness, files and threads reach main code only through `io.tidemill.system`, so that
/// a simulated world can stand in for each of them and a seed decides everything.
class OutsideWorldTest {
    private static final Set<String> ALL = Set.of("*");
    private static final Set<String> NOW = Set.of("now");

    /// Class by class, the members that only `io.tidemill.system` may use; `*` is each of them.
    private static final Map<String, Set<String>> CLOSED =
            Map.ofEntries(
                    entry("java.nio.file.Files", ALL),
                    entry("java.nio.channels.FileChannel", ALL),
                    entry("java.nio.channels.AsynchronousFileChannel", ALL),
                    entry("java.io.FileInputStream", ALL),
                    entry("java.io.FileOutputStream", ALL),
                    entry("java.io.FileReader", ALL),
                    entry("java.io.FileWriter", ALL),
                    entry("java.io.RandomAccessFile", ALL),
                    entry(
                            "java.lang.Thread",
                            Set.of(
                                    "<init>",
                                    "start",
                                    "startVirtualThread",
                                    "ofVirtual",
                                    "ofPlatform",
                                    "sleep",
                                    "join",
                                    "yield",
                                    "onSpinWait")),
                    entry("java.util.concurrent.Executors", ALL),
                    entry("java.util.concurrent.ForkJoinPool", ALL),
                    entry("java.util.Timer", ALL),
                    entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
                    entry("java.time.Instant", NOW),
                    entry("java.time.LocalDate", NOW),
                    entry("java.time.LocalTime", NOW),
                    entry("java.time.LocalDateTime", NOW),
                    entry("java.time.OffsetDateTime", NOW),
                    entry("java.time.ZonedDateTime", NOW),
                    entry("java.time.InstantSource", Set.of("system")),
                    entry("java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone")),
                    entry("java.util.Random", Set.of("<init>")),
                    entry("java.util.SplittableRandom", Set.of("<init>")),
                    entry("java.security.SecureRandom", ALL),
                    entry("java.util.concurrent.ThreadLocalRandom", ALL),
                    entry("java.util.UUID", Set.of("randomUUID")),
                    entry("java.lang.Math", Set.of("random")));

    @Test
    void mainCodeReachesTheOutsideWorldThroughSystemOnly() {
        assertThat(
                        MainClasses.ALL.stream()
                                .filter(c -> !isOfSystem(c))
                                .flatMap(OutsideWorldTest::wrong))
                .isEmpty();
    }

    @Test
    void theRuleSeesCallsReferencesAndSubclasses() {
        assertThat(wrong(new ClassFileImporter().importClass(GoesRound.class)))
                .anySatisfy(found -> assertThat(found).contains("System.nanoTime"))
                .anySatisfy(found -> assertThat(found).contains("Instant.now"))
                .anySatisfy(found -> assertThat(found).contains("Thread.<init>"))
                .hasSize(3);
    }

    private static boolean isOfSystem(JavaClass found) {
        return (found.getPackageName() + ".").startsWith("io.tidemill.system.");
    }

    private static Stream<String> wrong(JavaClass user) {
        return user.getAccessesFromSelf().stream()
                .filter(access -> isClosed(access.getTargetOwner().getFullName(), access.getName()))
                .map(JavaAccess::getDescription);
    }

    private static boolean isClosed(String owner, String member) {
        Set<String> members = CLOSED.getOrDefault(owner, Set.of());
        return members.contains("*") || members.contains(member);
    }

    /// What the rule must find.
    private static final class GoesRound extends Thread {
        @Override
        public void run() {
            Supplier<Instant> clock = Instant::now;
            Thread.currentThread().setName(System.nanoTime() + " " + clock.get());
        }
    }
}
