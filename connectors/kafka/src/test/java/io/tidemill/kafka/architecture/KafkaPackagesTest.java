package io.tidemill.kafka.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemill.kafka.KafkaConnector;
import org.junit.jupiter.api.Test;

/// The rooms of the connector and of the broker for tests: what each may use of ours, of Kafka, and
/// of the outside world.
class KafkaPackagesTest {
    private static final String ROOT = "io.tidemill.";
    private static final Set<String> SPI = Set.of("connect", "data", "system", "sql.types");

    /// Room by room, what it may use of ours besides itself and [#SPI]; a package that stands
    /// nowhere here fails. The source and the sink know nothing of each other.
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    entry(
                            "kafka",
                            Set.of("kafka.source", "kafka.sink", "kafka.avro", "format", "file")),
                    entry("kafka.source", Set.of("kafka", "kafka.lag", "format")),
                    entry("kafka.sink", Set.of("kafka", "format")),
                    entry("kafka.lag", Set.of("kafka")),
                    entry("kafka.avro", Set.of("format")));

    /// What of Kafka's clients is no public API and may change with each of its versions.
    private static final Pattern INTERNAL =
            Pattern.compile(
                    "org\\.apache\\.kafka\\.(common\\.(internals|message|protocol|requests|network"
                            + "|record\\.internal|utils\\.internals)\\..*"
                            + "|clients\\.(ApiVersions|ClientResponse|ClientUtils|Metadata"
                            + "|NetworkClient|producer\\.internals).*)");

    /// The classes that speak Kafka's protocol themselves, or hand its producer whole batches.
    private static final Set<String> SPEAKS_PROTOCOL =
            Set.of(
                    "BatchProducer",
                    "Chunks",
                    "EndMarkers",
                    "FetchClient",
                    "Fetcher",
                    "FilledBatch",
                    "OpenBatch",
                    "RecordDecoder",
                    "SealedBatch",
                    "SealedBuilder",
                    "TopicWatch",
                    "TransactionLog");

    /// Members of the outside world that reach main code through `io.tidemill.system` only.
    private static final Map<String, Set<String>> CLOSED =
            Map.ofEntries(
                    entry("java.nio.file.Files", Set.of()),
                    entry("java.util.concurrent.Executors", Set.of()),
                    entry("java.lang.Thread", Set.of("<init>", "start", "sleep", "ofPlatform")),
                    entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
                    entry("java.time.Instant", Set.of("now")),
                    entry("java.util.Random", Set.of()),
                    entry("java.util.UUID", Set.of("randomUUID")));

    private static final List<JavaClass> MAIN = mainClasses();

    private static List<JavaClass> mainClasses() {
        var place = KafkaConnector.class.getProtectionDomain().getCodeSource().getLocation();
        return new ClassFileImporter().importUrl(place).stream().toList();
    }

    @Test
    void everyPackageHasItsPlaceAndUsesWhatTheTableAllows() {
        assertThat(MAIN.stream().map(one -> room(one.getPackageName())).distinct())
                .isNotEmpty()
                .isSubsetOf(MAY_USE.keySet());
        assertThat(dependencies().flatMap(KafkaPackagesTest::forbidden).distinct())
                .as("uses that the table of this test does not allow")
                .isEmpty();
    }

    @Test
    void whatIsInternalToKafkaStaysInTheClassesThatSpeakItsProtocol() {
        assertThat(
                        dependencies()
                                .filter(uses -> INTERNAL.matcher(target(uses).getName()).matches())
                                .filter(uses ->
                                        !SPEAKS_PROTOCOL.contains(outermost(uses.getOriginClass())))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void theBrokerForTestsIsNotUsed() {
        assertThat(
                        dependencies()
                                .map(uses -> target(uses).getPackageName())
                                .filter(name ->
                                        name.startsWith("io.tidemill.kafka.dev")
                                                || name.startsWith("kafka.")))
                .isEmpty();
    }

    @Test
    void theOutsideWorldIsReachedThroughSystemOnly() {
        assertThat(
                        MAIN.stream()
                                .flatMap(one -> one.getAccessesFromSelf().stream())
                                .filter(access -> {
                                    var closed = CLOSED.get(access.getTargetOwner().getName());
                                    return closed != null
                                            && (closed.isEmpty()
                                                    || closed.contains(access.getName()));
                                })
                                .map(access -> access.getDescription()))
                .isEmpty();
    }

    private static Stream<Dependency> dependencies() {
        return MAIN.stream().flatMap(one -> one.getDirectDependenciesFromSelf().stream());
    }

    private static JavaClass target(Dependency uses) {
        return uses.getTargetClass().getBaseComponentType();
    }

    private static String outermost(JavaClass one) {
        String name = one.getName().substring(one.getPackageName().length() + 1);
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }

    private static Stream<String> forbidden(Dependency uses) {
        String name = target(uses).getPackageName();
        if (!(name + ".").startsWith(ROOT)) {
            return Stream.empty();
        }
        String from = room(uses.getOriginClass().getPackageName());
        String to = room(name);
        return from.equals(to)
                        || SPI.contains(to)
                        || MAY_USE.getOrDefault(from, Set.of()).contains(to)
                ? Stream.empty()
                : Stream.of("%s -> %s: %s".formatted(from, to, uses.getDescription()));
    }

    /// The package's name without the root; rooms of the engine with what is inside them.
    private static String room(String packageName) {
        String name = packageName.substring(Math.min(packageName.length(), ROOT.length()));
        return Stream.of("connect", "data", "system", "format", "file")
                .filter(room -> (name + ".").startsWith(room + "."))
                .findFirst()
                .orElse(name);
    }
}
