package io.tidemill.kafka.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;
import org.jspecify.annotations.Nullable;

/// Sends requests to fetch to the leaders of partitions and hands out the bytes that come back:
/// connections, security, metadata and the versions of the protocol are Kafka's own code, records
/// are not looked at.
///
/// Used by one thread, but for [#wakeup].
final class FetchClient implements AutoCloseable {
    private static final int LATEST_WITH_NAMES = 12;

    /// One fetch, and requests for metadata beside it.
    private static final int IN_FLIGHT_MAX = 5;

    private final Policy policy;
    private final Time time = Time.SYSTEM; // the network's own: it must not see two clocks
    private final Metrics metrics = new Metrics();
    private final SubscribedMetadata metadata;
    private final NetworkClient network;
    private final int requestTimeoutMillis;
    private final int waitMillis;
    private final int leastBytes;
    private final int mostBytes;
    private final String rack;

    /// Metadata of what is subscribed to.
    private static final class SubscribedMetadata extends Metadata {
        private final Subscription subscription;

        SubscribedMetadata(AbstractConfig config, LogContext log, Subscription subscription) {
            super(
                    config.getLong(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG),
                    config.getLong(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
                    config.getLong(ConsumerConfig.METADATA_MAX_AGE_CONFIG),
                    log,
                    new ClusterResourceListeners());
            this.subscription = subscription;
        }

        @Override
        protected MetadataRequest.Builder newMetadataRequestBuilder() {
            return subscription
                    .topics()
                    .map(topics -> new MetadataRequest.Builder(topics, false))
                    .orElseGet(MetadataRequest.Builder::allTopics);
        }

        @Override
        protected boolean retainTopic(String topic, boolean isInternal, long nowMillis) {
            return subscription.takes(topic);
        }
    }

    /// What is asked of one partition.
    ///
    /// @param leaderEpoch of the record before the offset, or [Offsets#NO_EPOCH]
    record Wanted(TopicPartition partition, Uuid topicId, long offset, int leaderEpoch, int most) {}

    FetchClient(Policy policy) {
        this.policy = policy;
        var config =
                new AbstractConfig(ConsumerConfig.configDef(), policy.clients().consumer(), false);
        var log = new LogContext("[Tidemill fetch] ");
        metadata = new SubscribedMetadata(config, log, policy.subscription());
        network =
                ClientUtils.createNetworkClient(
                        config,
                        config.getList(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG),
                        metrics,
                        "tidemill",
                        log,
                        new ApiVersions(),
                        time,
                        IN_FLIGHT_MAX,
                        metadata,
                        null,
                        null);
        ClientUtils.maybeBootstrapMetadataSynchronously(
                config, config.getList(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG), metadata);
        requestTimeoutMillis = config.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        waitMillis = config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG);
        leastBytes = config.getInt(ConsumerConfig.FETCH_MIN_BYTES_CONFIG);
        mostBytes =
                (int)
                        Math.min(
                                config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
                                Math.max(1 << 20, policy.aheadBytes() / 4));
        rack = Optional.ofNullable(config.getString(ConsumerConfig.CLIENT_RACK_CONFIG)).orElse("");
    }

    Metadata metadata() {
        return metadata;
    }

    /// The most bytes of one partition that one answer may have.
    int partitionBytes() {
        return policy.setting(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    }

    /// The broker that leads a partition now, if that is known.
    @Nullable Node leader(TopicPartition partition) {
        return metadata.currentLeader(partition).leader.orElse(null);
    }

    /// Whether a request may be sent there now; begins to connect when there is no connection.
    boolean isReady(Node node) {
        return !network.hasInFlightRequests(node.idString())
                && network.ready(node, time.milliseconds());
    }

    /// Asks for records. The handler gets the answer on the thread that polls.
    ///
    /// @param wait whether the broker may wait for records when there are none
    void fetch(
            Node node,
            List<Wanted> wanted,
            boolean wait,
            BiConsumer<@Nullable String, Map<TopicPartition, FetchResponseData.PartitionData>>
                    handler) {
        var data = new LinkedHashMap<TopicPartition, FetchRequest.PartitionData>();
        var names = new HashMap<Uuid, String>();
        boolean haveIds = true;
        for (var each : wanted) {
            haveIds &= !each.topicId().equals(Uuid.ZERO_UUID);
            names.put(each.topicId(), each.partition().topic());
            data.put(
                    each.partition(),
                    new FetchRequest.PartitionData(
                            each.topicId(),
                            each.offset(),
                            FetchRequest.INVALID_LOG_START_OFFSET,
                            each.most(),
                            metadata.currentLeader(each.partition()).epoch,
                            each.leaderEpoch() == Offsets.NO_EPOCH
                                    ? Optional.empty()
                                    : Optional.of(each.leaderEpoch())));
        }
        var request =
                FetchRequest.Builder.forConsumer(
                                haveIds ? ApiKeys.FETCH.latestVersion() : LATEST_WITH_NAMES,
                                wait ? waitMillis : Math.min(waitMillis, 10),
                                leastBytes,
                                data)
                        .isolationLevel(
                                policy.isCommittedOnly()
                                        ? IsolationLevel.READ_COMMITTED
                                        : IsolationLevel.READ_UNCOMMITTED)
                        .setMaxBytes(mostBytes)
                        .metadata(FetchMetadata.LEGACY)
                        .rackId(rack);
        long nowMillis = time.milliseconds();
        network.send(
                network.newClientRequest(
                        node.idString(),
                        request,
                        nowMillis,
                        true,
                        requestTimeoutMillis,
                        answer -> answered(answer, names, handler)),
                nowMillis);
    }

    private static void answered(
            ClientResponse answer,
            Map<Uuid, String> names,
            BiConsumer<@Nullable String, Map<TopicPartition, FetchResponseData.PartitionData>>
                    handler) {
        if (answer.authenticationException() != null) {
            throw answer.authenticationException();
        }
        if (answer.versionMismatch() != null) {
            throw answer.versionMismatch();
        }
        if (answer.wasDisconnected() || !answer.hasResponse()) {
            handler.accept("the connection was lost", Map.of());
            return;
        }
        var response = (FetchResponse) answer.responseBody();
        short version = answer.requestHeader().apiVersion();
        switch (response.error()) {
            case NONE -> handler.accept(null, response.responseData(names, version));
            default -> handler.accept(response.error().message(), Map.of());
        }
    }

    /// Sends and receives, for at most so long.
    List<ClientResponse> poll(long timeoutMillis) {
        return new ArrayList<>(network.poll(timeoutMillis, time.milliseconds()));
    }

    /// Ends a [#poll] of another thread.
    void wakeup() {
        network.wakeup();
    }

    @Override
    public void close() {
        network.close();
        metadata.close();
        metrics.close();
    }
}
