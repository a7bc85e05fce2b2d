package io.tidemill.kafka.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A real Kafka broker of one node in this process: controller and broker at once (KRaft), as tests
/// and `tidemill kafka dev` start it.
///
/// In: a folder for its data (made when missing, formatted once), a port (0: any that is free) and
/// settings of the broker on top of the small ones in [BrokerSettings]. Out: a broker that listens
/// on 127.0.0.1 only, has no password and keeps one copy of everything.
///
/// [#close] stops it in order and keeps the folder; starting again on the same folder finds topics,
/// offsets and transactions as they were. One folder has one broker at a time: a second one is
/// refused by Kafka's own lock. What a crash does to a broker is tried by a process of its own
/// ([BrokerMain]), not here. Threads and sockets belong to the broker and end with it.
///
/// Source: apache/kafka `core/src/main/scala/kafka/server/KafkaRaftServer.scala` and
/// `metadata/src/main/java/org/apache/kafka/metadata/storage/Formatter.java`.
public final class Broker implements AutoCloseable {
    /// How often another port is tried when somebody took the free one first.
    private static final int PORT_TRIES = 5;

    private final Path folder;
    private final int port;
    private final KafkaRaftServer server;

    private Broker(Path folder, int port, KafkaRaftServer server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    /// Starts a broker on any free port; it takes requests when this returns.
    public static Broker start(Path folder) {
        return start(folder, 0, Map.of());
    }

    /// Starts a broker on `port`, or on any free one when that is 0.
    public static Broker start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /// Starts a broker with `settings` on top of the usual ones, by Kafka's names.
    ///
    /// @throws KafkaException when the port is taken, the folder is in use or a setting is wrong
    public static Broker start(Path folder, int port, Map<String, String> settings) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOn(folder, port == 0 ? freePort() : port, settings);
            } catch (KafkaException failure) {
                if (port != 0 || attempt == PORT_TRIES || !isPortTaken(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static Broker startOn(Path folder, int port, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(BrokerSettings.of(folder, port, freePort()));
        all.putAll(settings);
        format(folder);
        var server = new KafkaRaftServer(new KafkaConfig(all, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException | Error failure) {
            server.shutdown();
            throw failure;
        }
        return new Broker(folder, port, server);
    }

    private static void format(Path folder) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(folder);
            new Formatter()
                    .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE)
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception failure) { // the formatter declares no less
            throw new KafkaException("cannot format " + folder + " for a broker", failure);
        }
    }

    private static boolean isPortTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.net.BindException) {
                return true;
            }
        }
        return false;
    }

    /// A port that was free a moment ago.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What clients take as `bootstrap.servers`.
    public String address() {
        return BrokerSettings.HOST + ":" + port;
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// Where its data lies.
    public Path folder() {
        return folder;
    }

    /// Returns when the broker has ended.
    public void awaitEnd() {
        server.awaitShutdown();
    }

    /// Stops it in order: what was acknowledged is on disk, the lock on the folder is given back.
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
