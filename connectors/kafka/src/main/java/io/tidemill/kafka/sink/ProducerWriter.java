package io.tidemill.kafka.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Writes epochs through producers of Kafka's client, which take turns. Closed after any failure.
///
/// An epoch costs three requests: the records, the offset with the marker, the end of the
/// transaction. The next one need not wait until the broker has written that end everywhere, since
/// it is another producer's. Readers see the two in order all the same: what is committed shows
/// only behind everything before it in a partition.
final class ProducerWriter implements Cluster.Writer {
    private static final int LOOK_EVERY = 256;
    private static final String CONNECTIONS_CLOSED = "connection-close-total";
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ProducerCluster cluster;
    private final List<KafkaProducer<byte[], byte[]>> producers;
    private final ProducerSettings settings;
    private final ConsumerGroupMetadata group;
    private final Patience patience;
    private final List<Metric> closed;
    private double closedBefore;
    private long commits;
    private KafkaProducer<byte[], byte[]> producer; // whose turn it is
    private boolean begun;
    private volatile @Nullable Exception refused;

    private final Callback sent = (_, failure) -> answered(failure);

    /// The client has no other way to name a group that no consumer is in.
    @SuppressWarnings("removal")
    ProducerWriter(
            ProducerCluster cluster,
            List<KafkaProducer<byte[], byte[]>> producers,
            ProducerSettings settings,
            Patience patience) {
        this.cluster = cluster;
        this.patience = patience;
        this.producers = List.copyOf(producers);
        producer = producers.getFirst();
        this.settings = settings;
        group = new ConsumerGroupMetadata(settings.group());
        closed =
                producers.stream()
                        .flatMap(each -> each.metrics().values().stream())
                        .filter(each -> each.metricName().name().equals(CONNECTIONS_CLOSED))
                        .filter(each -> each.metricName().group().equals("producer-metrics"))
                        .<Metric>map(each -> each)
                        .toList();
        var unused = wasCutOff();
    }

    @Override
    public boolean wasCutOff() {
        double now = 0;
        for (var each : closed) {
            now += each.metricValue() instanceof Double count ? count : 0;
        }
        boolean more = now > closedBefore;
        closedBefore = now;
        return more;
    }

    @Override
    public void begin(EpochRecords records) throws Trouble, IOException {
        if (!settings.transactional()) {
            return;
        }
        try {
            patience.begin(records.count());
            producer.beginTransaction();
            send(records);
            begun = true;
        } catch (KafkaException e) {
            patience.failed(cluster::longestTransactionMillis);
            throw SinkErrors.of(cluster.name(), "write " + topics(records), records, e);
        }
    }

    @Override
    public void commit(EpochRecords records, Marker marker) throws Trouble, IOException {
        try {
            if (settings.transactional()) {
                if (!begun) {
                    begin(records);
                }
                begun = false;
                producer.sendOffsetsToTransaction(
                        Map.of(
                                settings.markerAt(),
                                new OffsetAndMetadata(Math.max(0, marker.epoch()), marker.text())),
                        group);
                producer.commitTransaction();
            } else {
                patience.begin(records.count());
                send(records);
                producer.flush();
            }
            var failure = refused;
            if (failure != null) {
                throw new KafkaException(failure);
            }
            patience.committed();
            lookAgain(records);
            producer = producers.get((int) (commits % producers.size()));
        } catch (KafkaException e) {
            patience.failed(cluster::longestTransactionMillis);
            throw SinkErrors.of(cluster.name(), "write " + topics(records), records, e);
        }
    }

    @Override
    public void claim(Marker marker) throws Trouble, IOException {
        for (var unused : producers) {
            commit(EpochRecords.NONE, marker);
        }
    }

    /// Now and then: partitions may have been added. The client knows by itself.
    private void lookAgain(EpochRecords records) {
        if (commits++ % LOOK_EVERY == 0) {
            for (var topic : records.topics()) {
                cluster.partitions(topic, producer.partitionsFor(topic).size());
            }
        }
    }

    private static String topics(EpochRecords records) {
        return "to " + String.join(", ", records.topics().stream().map(t -> "topic " + t).toList());
    }

    private void send(EpochRecords records) {
        var seen = new HashSet<TopicPartition>();
        for (var buffer : records.buffers()) {
            var bytes = buffer.bytes();
            String topic = "";
            long known = 0; // of the first partitions of this topic: whether their end is asked for
            for (int i = 0; i < buffer.count(); i++) {
                if (!topic.equals(buffer.topic(i))) {
                    topic = buffer.topic(i);
                    known = 0;
                }
                int partition = buffer.partition(i);
                boolean first =
                        (partition > 63 || (known & 1L << partition) == 0)
                                && seen.add(new TopicPartition(topic, partition));
                known |= partition > 63 ? 0 : 1L << partition;
                int key = buffer.start(i);
                int value = key + Math.max(0, buffer.keyLength(i));
                int headers = value + Math.max(0, buffer.valueLength(i));
                var unused =
                        producer.send( // its callback is told
                                new ProducerRecord<>(
                                        topic,
                                        partition,
                                        null,
                                        buffer.keyLength(i) < 0
                                                ? null
                                                : Arrays.copyOfRange(bytes, key, value),
                                        buffer.valueLength(i) < 0
                                                ? null
                                                : Arrays.copyOfRange(bytes, value, headers),
                                        headers(buffer, headers, buffer.headersLength(i))),
                                first ? this::sentFirst : sent);
            }
        }
    }

    private static @Nullable Headers headers(RecordBuffer buffer, int from, int length) {
        if (length == 0) {
            return null;
        }
        var headers = new RecordHeaders();
        var bytes = buffer.bytes();
        int at = from;
        while (at < from + length) {
            int name = at + 4;
            int nameEnd = name + buffer.numberAt(at);
            int valueLength = buffer.numberAt(nameEnd);
            int value = nameEnd + 4;
            at = value + Math.max(0, valueLength);
            headers.add(
                    new String(bytes, name, nameEnd - name, StandardCharsets.UTF_8),
                    valueLength < 0 ? null : Arrays.copyOfRange(bytes, value, at));
        }
        return headers;
    }

    /// On the producer's thread.
    private void answered(@Nullable Exception failure) {
        if (failure != null) {
            refused = failure;
        } else {
            patience.acknowledged();
        }
    }

    /// On the producer's thread, of the first record in a partition.
    private void sentFirst(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        answered(failure);
        if (failure == null && metadata != null && metadata.hasOffset()) {
            cluster.ended(
                    new TopicPartition(metadata.topic(), metadata.partition()),
                    metadata.offset() + 1);
        }
    }

    @Override
    public void close() {
        producers.forEach(each -> each.close(Duration.ZERO));
    }

    @Override
    public void end() {
        producers.forEach(each -> each.close(GRACE));
    }
}
