package io.tidemill.kafka.sink;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;

/// Writes the end of a transaction into a partition, as its coordinator would: Kafka's admin client
/// can abort only. Connections, security and versions of the protocol are Kafka's own code.
///
/// A marker has the epoch of the records that it ends. The leader of the partition takes it as long
/// as it has seen no record of a later epoch of that producer, and refuses it otherwise, so a
/// marker that arrives late or twice does no harm where producers have moved on to a later epoch.
///
/// Needs CLUSTER_ACTION or ALTER on the cluster. Used by one thread.
///
/// Source: apache/kafka `clients/.../admin/internals/AbortTransactionHandler.java` and
/// `storage/.../internals/log/ProducerAppendInfo.java`; KIP-664.
final class EndMarkers implements AutoCloseable {
    private final Metrics metrics = new Metrics();
    private final NetworkClient network;
    private final int timeoutMillis;

    /// @param settings of an admin client
    EndMarkers(Map<String, Object> settings) {
        var config = new AbstractConfig(AdminClientConfig.configDef(), settings, false);
        timeoutMillis = config.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        network =
                ClientUtils.createNetworkClient(
                        config,
                        config.getList(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG),
                        "tidemill-end-markers",
                        metrics,
                        "tidemill",
                        new LogContext("[Tidemill end markers] "),
                        new ApiVersions(),
                        Time.SYSTEM,
                        1,
                        timeoutMillis,
                        null,
                        new ManualMetadataUpdater(),
                        new DefaultHostResolver(),
                        null,
                        null);
    }

    /// @param leader of the partition
    /// @return why the leader refuses it; empty when it is written
    Optional<Exception> write(
            Node leader, HangingTransactions.Open open, TransactionLog.Decision decision)
            throws IOException {
        var marker =
                new WritableTxnMarker()
                        .setProducerId(open.producerId())
                        .setProducerEpoch((short) open.producerEpoch())
                        .setCoordinatorEpoch(open.coordinatorEpoch())
                        .setTransactionResult(decision == TransactionLog.Decision.COMMIT)
                        .setTopics(List.of(topic(open.partition())));
        var request =
                new WriteTxnMarkersRequest.Builder(
                        new WriteTxnMarkersRequestData().setMarkers(List.of(marker)));
        if (!NetworkClientUtils.awaitReady(network, leader, Time.SYSTEM, timeoutMillis)) {
            throw new IOException("no connection to " + leader);
        }
        var answer =
                NetworkClientUtils.sendAndReceive(
                        network,
                        network.newClientRequest(
                                leader.idString(), request, Time.SYSTEM.milliseconds(), true),
                        Time.SYSTEM);
        var body = (WriteTxnMarkersResponse) answer.responseBody();
        var error =
                body.errorsByProducerId()
                        .getOrDefault(open.producerId(), Map.of())
                        .getOrDefault(open.partition(), Errors.UNKNOWN_SERVER_ERROR);
        return Optional.ofNullable(error.exception());
    }

    private static WritableTxnMarkerTopic topic(TopicPartition partition) {
        return new WritableTxnMarkerTopic()
                .setName(partition.topic())
                .setPartitionIndexes(List.of(partition.partition()));
    }

    @Override
    public void close() {
        network.close();
        metrics.close();
    }
}
