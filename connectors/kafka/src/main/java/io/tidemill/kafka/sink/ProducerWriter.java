package io.tidemill.kafka.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
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
    private final List<BatchProducer> producers;
    private final ProducerSettings settings;
    private final ConsumerGroupMetadata group;
    private final Patience patience;
    private final List<Metric> closed;
    private double closedBefore;
    private long commits;
    private BatchProducer producer; // whose turn it is
    private @Nullable Begun begun;
    private volatile @Nullable Exception refused;

    /// What is being sent, and where it goes.
    private record Begun(EpochRecords records, Consumer<SealedBatch> out) {}

    /// The client has no other way to name a group that no consumer is in.
    @SuppressWarnings("removal")
    ProducerWriter(
            ProducerCluster cluster,
            List<BatchProducer> producers,
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
                        .flatMap(each -> each.producer().metrics().values().stream())
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
        var before = begun;
        if (before != null && before.records == records) {
            return;
        }
        try {
            patience.begin(records.count());
            var to = producer;
            if (settings.transactional()) {
                to.producer().beginTransaction();
            }
            var now =
                    new Begun(
                            records,
                            batch ->
                                    to.send(
                                            batch,
                                            (at, failure) -> sent(records, batch, at, failure)));
            begun = now;
            records.sendTo(now.out);
        } catch (KafkaException e) {
            patience.failed(cluster::longestTransactionMillis);
            throw SinkErrors.of(cluster.name(), "write " + topics(records), records, e);
        }
    }

    @Override
    public void commit(EpochRecords records, Marker marker) throws Trouble, IOException {
        begin(records);
        patience.whole(records.count());
        try {
            giveAll(records);
            stop();
            if (settings.transactional()) {
                producer.producer()
                        .sendOffsetsToTransaction(
                                Map.of(
                                        settings.markerAt(),
                                        new OffsetAndMetadata(
                                                Math.max(0, marker.epoch()), marker.text())),
                                group);
                check(records);
                producer.producer().commitTransaction();
            } else {
                producer.producer().flush();
            }
            check(records);
            patience.committed();
            lookAgain(records);
            producer = producers.get((int) (commits % producers.size()));
        } catch (KafkaException e) {
            // where a record was refused the client may only say that the commit has no answer
            var failure = refused == null ? e : refused;
            var trouble =
                    SinkErrors.of(cluster.name(), "write " + topics(records), records, failure);
            patience.failed(cluster::longestTransactionMillis);
            throw trouble;
        }
    }

    /// Of an epoch that has no room in memory the next batches come as others arrive.
    private void giveAll(EpochRecords records) {
        while (!records.isGiven()) {
            producer.producer().flush();
            check(records);
        }
    }

    private void check(EpochRecords records) {
        var failure = records.refused().map(Exception.class::cast).orElse(refused);
        if (failure != null) {
            throw new KafkaException(failure);
        }
    }

    @Override
    public void claim(Marker marker) throws Trouble, IOException {
        for (var unused : producers) {
            commit(new EpochRecords(), marker);
        }
    }

    /// Now and then: partitions may have been added. The client knows by itself.
    private void lookAgain(EpochRecords records) {
        if (commits++ % LOOK_EVERY == 0) {
            for (var topic : records.topics()) {
                cluster.partitions(topic, producer.producer().partitionsFor(topic).size());
            }
        }
    }

    private static String topics(EpochRecords records) {
        return "to " + String.join(", ", records.topics().stream().map(t -> "topic " + t).toList());
    }

    /// On the producer's thread, of the first record of a batch.
    private void sent(
            EpochRecords records,
            SealedBatch batch,
            @Nullable RecordMetadata metadata,
            @Nullable Exception failure) {
        if (failure != null) {
            refused = failure;
            return;
        }
        patience.acknowledged(batch.records());
        records.done(batch);
        if (metadata != null && metadata.hasOffset()) {
            cluster.ended(
                    new TopicPartition(metadata.topic(), metadata.partition()),
                    metadata.offset() + 1);
        }
    }

    private void stop() {
        var open = begun;
        begun = null;
        if (open != null) {
            open.records.stopSending(open.out);
        }
    }

    @Override
    public void close() {
        stop();
        producers.forEach(each -> each.producer().close(Duration.ZERO));
    }

    @Override
    public void end() {
        stop();
        producers.forEach(each -> each.producer().close(GRACE));
    }
}
