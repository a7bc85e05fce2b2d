package io.tidemill.kafka.sink;

import io.tidemill.kafka.Clients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;

/// The settings of a sink's producers: what was given with `kafka.`, and what is better for epochs
/// than Kafka's defaults.
///
/// @param producer by Kafka's names; ids without the number of [#producers]
/// @param group whose offset holds the marker
/// @param markerAt whose offset that is: of the topic that is written, or, where rows say which
///   topic they go to, of the topic that holds all groups' offsets
/// @param transactional whether there are transactions
record ProducerSettings(
        Map<String, Object> producer,
        String group,
        TopicPartition markerAt,
        boolean transactional) {
    /// What transactional ids and groups begin with.
    static final String PREFIX = "tidemill-";

    private static final int TURNS = 2;

    private static final String OFFSETS = "__consumer_offsets";

    /// Nothing is gained by waiting for more records: an epoch is sent as a whole. Two batches fit
    /// into a request of 1 MiB; a broker takes one request of a connection after the other, so that
    /// a second one on its way is enough, and more would time out where the way is slow. The first
    /// try again comes soon, since a transaction often begins while the broker still writes the end
    /// of the last one. A process that dies holds readers up for no longer than the transaction's
    /// time-out.
    private static final Map<String, Object> DEFAULTS =
            Map.ofEntries(
                    Map.entry(ProducerConfig.LINGER_MS_CONFIG, "0"),
                    Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, "500000"),
                    Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "2"),
                    Map.entry(ProducerConfig.SEND_BUFFER_CONFIG, "-1"),
                    Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "2"),
                    Map.entry(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "200"),
                    Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500"),
                    Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000"),
                    Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000"),
                    Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000"),
                    Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, "67108864"),
                    Map.entry(ProducerConfig.METADATA_MAX_AGE_CONFIG, "60000"));

    private static final String TRANSACTION_TIMEOUT = "20000";

    ProducerSettings {
        producer = Map.copyOf(producer);
    }

    static ProducerSettings of(
            Clients clients, String query, Optional<String> topic, boolean transactional) {
        var id = PREFIX + query;
        var all = new HashMap<>(clients.producer());
        DEFAULTS.forEach(all::putIfAbsent);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        if (transactional) {
            all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
            all.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT);
        }
        all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, id);
        return new ProducerSettings(
                all, id + "-output", new TopicPartition(topic.orElse(OFFSETS), 0), transactional);
    }

    /// The settings that say how long an epoch may take from its first record on.
    private static final List<String> PATIENCE =
            List.of(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG);

    /// How long an epoch may take from its first record on, with these settings, in milliseconds.
    long patienceMillis() {
        return PATIENCE.stream()
                .map(producer::get)
                .filter(Objects::nonNull)
                .mapToLong(each -> Long.parseLong(each.toString().strip()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// Those of each producer. A transaction cannot begin before the broker has written the end of
    /// the last one of the same id everywhere, which it does behind its answer; so two producers
    /// take turns.
    ///
    /// @param leastMillis how long an epoch may take at least
    List<Map<String, Object>> producers(long leastMillis) {
        var each = new HashMap<>(producer);
        for (var name : PATIENCE) {
            each.computeIfPresent(
                    name,
                    (_, given) ->
                            Long.toString(
                                    Math.max(
                                            Long.parseLong(given.toString().strip()),
                                            leastMillis)));
        }
        if (!transactional) {
            return List.of(each);
        }
        var all = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < TURNS; i++) {
            var one = new HashMap<>(each);
            for (var name :
                    List.of(
                            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                            ProducerConfig.CLIENT_ID_CONFIG)) {
                one.put(name, producer.get(name) + "-" + i);
            }
            all.add(one);
        }
        return all;
    }

    /// The transactional ids.
    List<String> ids() {
        return producers(0).stream()
                .map(each -> each.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toList();
    }

    /// How batches are made.
    ///
    /// @param bytes that a batch has, before it is compressed, when it is full
    /// @param recordMax bytes that a record may have
    record Batches(int bytes, Compression compression, int recordMax) {}

    /// What the settings of Kafka's producer say of batches.
    Batches batches() {
        var config = new ProducerConfig(producer);
        return new Batches(
                Math.max(1, config.getInt(ProducerConfig.BATCH_SIZE_CONFIG)),
                SealedBatch.compression(config),
                config.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
    }
}
