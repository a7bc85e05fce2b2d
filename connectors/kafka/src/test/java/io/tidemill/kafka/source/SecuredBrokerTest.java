package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.kafka.dev.Broker;
import io.tidemill.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker that asks who is there: passwords (SASL/PLAIN), and TLS with a certificate that it has
/// signed itself.
@Timeout(60)
class SecuredBrokerTest {
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
                    + " password=\"%s\";";
    private static final String SCHEMA = "value STRING";

    private static @TempDir Path shared;
    private static Broker broker;
    private static Topics topics;
    private static String withPassword;
    private static String withTls;
    private static Path certificate;

    private @TempDir Path folder;
    private Rig rig;

    @BeforeAll
    static void startBroker() throws Exception {
        Path keys = makeKey();
        int open = Broker.freePort();
        withPassword = "127.0.0.1:" + Broker.freePort();
        withTls = "127.0.0.1:" + Broker.freePort();
        String listeners =
                "PLAINTEXT://127.0.0.1:%d,SASL_PLAINTEXT://%s,SSL://%s"
                        .formatted(open, withPassword, withTls);
        String controller = "127.0.0.1:" + Broker.freePort();
        broker =
                Broker.start(
                        shared.resolve("broker"),
                        open,
                        Map.ofEntries(
                                Map.entry("listeners", listeners + ",CONTROLLER://" + controller),
                                Map.entry("advertised.listeners", listeners),
                                Map.entry("controller.quorum.voters", "1@" + controller),
                                Map.entry(
                                        "listener.security.protocol.map",
                                        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,"
                                                + "SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL"),
                                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                                Map.entry(
                                        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                                        LOGIN.formatted("broker", "unused")
                                                .replace(";", " user_ann=\"tide\";")),
                                Map.entry("ssl.keystore.location", keys.toString()),
                                Map.entry("ssl.keystore.type", "PKCS12"),
                                Map.entry("ssl.keystore.password", "secret"),
                                Map.entry("ssl.key.password", "secret")));
        topics = new Topics(broker.address());
    }

    /// A key and its certificate, which is also written to a file of its own.
    private static Path makeKey() throws Exception {
        Path keys = shared.resolve("keys.p12");
        certificate = shared.resolve("certificate.pem");
        keytool(
                "-genkeypair -alias broker -keyalg EC -dname CN=127.0.0.1 -ext SAN=ip:127.0.0.1"
                        + " -validity 2 -storetype PKCS12 -storepass secret -keystore",
                keys);
        keytool(
                "-exportcert -rfc -alias broker -storepass secret -keystore %s -file"
                        .formatted(keys),
                certificate);
        return keys;
    }

    private static void keytool(String arguments, Path last) throws Exception {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments.split(" ")));
        line.add(last.toString());
        var process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(shared.resolve("keytool.log").toFile())
                        .start();
        assertThat(process.waitFor())
                .as(() -> "keytool: " + shared.resolve("keytool.log"))
                .isZero();
    }

    @AfterAll
    static void stopBroker() {
        topics.close();
        broker.close();
    }

    @BeforeEach
    void open() {
        rig = new Rig(folder, "");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static String[] as(String user, String password, String topic) {
        return new String[] {
            "subscribe", topic,
            "format", "text",
            "startingOffsets", "earliest",
            "kafka.bootstrap.servers", withPassword,
            "kafka.security.protocol", "SASL_PLAINTEXT",
            "kafka.sasl.mechanism", "PLAIN",
            "kafka.sasl.jaas.config", LOGIN.formatted(user, password)
        };
    }

    private StreamingQuery start(String... options) {
        return rig.start(rig.stream(SCHEMA, options), "out");
    }

    @Test
    void whoHasThePasswordReads() throws Exception {
        String topic = topics.create("guarded", 1);
        topics.send(topic, 0, "a", "b");
        var query = start(as("ann", "tide", topic));
        query.processAllAvailable();
        query.stop();

        assertThat(rig.written("out", SCHEMA, "value")).containsExactly("a", "b");
        assertThat(rig.batch(as("ann", "tide", topic)).schema(SCHEMA).load().count()).isEqualTo(2);
    }

    @Test
    void aWrongPasswordIsAnErrorThatSaysWhichOptionsToCorrect() throws Exception {
        String topic = topics.create("closed", 1);
        topics.send(topic, 0, "a");
        var wrong = as("ann", "ebb", topic);

        assertThatThrownBy(() -> rig.batch(wrong).schema(SCHEMA).load().count())
                .hasMessageContaining(withPassword + " does not let this user in")
                .hasMessageContaining("correct the options kafka.security.protocol, kafka.sasl.*");
        var query = start(wrong);
        assertThatThrownBy(() -> query.awaitTermination(30_000))
                .hasMessageContaining(withPassword + " does not let this user in")
                .hasMessageContaining("kafka.sasl.*");
    }

    @Test
    void aPasswordThatWasChangedWhileTheQueryWasDownIsAnErrorToo() throws Exception {
        String topic = topics.create("changed", 1);
        topics.send(topic, 0, "a");
        var query = start(as("ann", "tide", topic));
        query.processAllAvailable();
        query.stop();
        var again = start(as("ann", "ebb", topic));

        assertThatThrownBy(() -> again.awaitTermination(30_000))
                .hasMessageContaining(withPassword + " does not let this user in")
                .hasMessageContaining("kafka.sasl.*");
    }

    @Test
    void aTopicIsReadOverTlsByWhoTrustsTheBroker() throws Exception {
        String topic = topics.create("sealed", 1);
        topics.send(topic, 0, "a", "b");
        var options =
                new ArrayList<>(
                        List.of(
                                "subscribe", topic,
                                "format", "text",
                                "startingOffsets", "earliest",
                                "kafka.bootstrap.servers", withTls,
                                "kafka.security.protocol", "SSL"));
        var distrusting = start(options.toArray(String[]::new));
        assertThatThrownBy(() -> distrusting.awaitTermination(30_000))
                .hasMessageContaining(withTls + " does not let this user in")
                .hasMessageContaining("kafka.ssl.*");

        options.addAll(
                List.of(
                        "kafka.ssl.truststore.type",
                        "PEM",
                        "kafka.ssl.truststore.location",
                        certificate.toString()));
        var query = start(options.toArray(String[]::new));
        query.processAllAvailable();
        query.stop();
        assertThat(rig.written("out", SCHEMA, "value")).containsExactly("a", "b");
    }
}
