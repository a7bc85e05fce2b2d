package io.tidemill.kafka.dev;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Settings of a broker that starts in seconds and is one node: one copy of everything, topics of
/// the broker's own with few partitions, small buffers and files, no waiting for members that will
/// never come. What a setting means stands in Kafka's reference.
final class BrokerSettings {
    static final int NODE = 1;
    static final String HOST = "127.0.0.1";
    static final String CONTROLLER = "CONTROLLER";

    private BrokerSettings() {}

    static Map<String, String> of(Path folder, int port, int controllerPort) {
        Map<String, String> all = new TreeMap<>(oneNode(folder, port, controllerPort));
        all.putAll(ONE_COPY);
        all.putAll(SMALL);
        all.putAll(PROMPT);
        return all;
    }

    private static Map<String, String> oneNode(Path folder, int port, int controllerPort) {
        String clients = "PLAINTEXT://" + HOST + ":" + port;
        String controller = HOST + ":" + controllerPort;
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
                Map.entry("controller.quorum.voters", NODE + "@" + controller),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry("listeners", clients + "," + CONTROLLER + "://" + controller),
                Map.entry("advertised.listeners", clients),
                Map.entry(
                        "listener.security.protocol.map",
                        CONTROLLER + ":PLAINTEXT,PLAINTEXT:PLAINTEXT"),
                Map.entry("log.dirs", folder.toString()));
    }

    private static final Map<String, String> ONE_COPY =
            Map.of(
                    "offsets.topic.replication.factor", "1",
                    "transaction.state.log.replication.factor", "1",
                    "transaction.state.log.min.isr", "1",
                    "share.coordinator.state.topic.replication.factor", "1",
                    "share.coordinator.state.topic.min.isr", "1");

    private static final Map<String, String> SMALL =
            Map.ofEntries(
                    Map.entry("offsets.topic.num.partitions", "2"),
                    Map.entry("transaction.state.log.num.partitions", "2"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "4"),
                    Map.entry("socket.send.buffer.bytes", "-1"), // as the system has it
                    Map.entry("socket.receive.buffer.bytes", "-1"),
                    Map.entry("log.segment.bytes", "67108864"),
                    Map.entry("log.index.size.max.bytes", "1048576"),
                    Map.entry("offsets.topic.segment.bytes", "8388608"),
                    Map.entry("transaction.state.log.segment.bytes", "8388608"),
                    Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));

    /// A broker that was killed is let in again when its last session has timed out, so that is
    /// short.
    private static final Map<String, String> PROMPT =
            Map.of(
                    "group.initial.rebalance.delay.ms", "0",
                    "broker.session.timeout.ms", "6000",
                    "broker.heartbeat.interval.ms", "500",
                    "controller.quorum.election.timeout.ms", "200",
                    "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
                    "log.retention.check.interval.ms", "1000",
                    "log.initial.task.delay.ms", "1000");
}
