package io.tidemill.bench.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The floor of [Latency]: a plain client that copies records from topic to topic, each poll in one
/// transaction with its offsets, with nothing logged and nothing computed.
///
/// Arguments: brokers, topic to read, topic to write.
final class BareCopy {
    private BareCopy() {}

    public static void main(String[] arguments) {
        try (var consumer =
                        new KafkaConsumer<>(
                                Map.of(
                                        "bootstrap.servers",
                                        arguments[0],
                                        "group.id",
                                        "bare-copy-" + arguments[2],
                                        "isolation.level",
                                        "read_committed",
                                        "enable.auto.commit",
                                        "false"),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer());
                var producer =
                        new KafkaProducer<>(
                                Map.of(
                                        "bootstrap.servers",
                                        arguments[0],
                                        "transactional.id",
                                        "bare-copy-" + arguments[2],
                                        "linger.ms",
                                        "0",
                                        "retry.backoff.ms",
                                        "2"),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            producer.initTransactions();
            var partitions =
                    consumer.partitionsFor(arguments[1]).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            System.out.println("running");
            while (true) {
                var records = consumer.poll(Duration.ofMillis(100));
                if (records.isEmpty()) {
                    continue;
                }
                producer.beginTransaction();
                var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
                for (var each : records) {
                    var unused =
                            producer.send(
                                    new ProducerRecord<>(
                                            arguments[2], each.partition(), null, each.value()));
                }
                for (var partition : records.partitions()) {
                    var read = records.records(partition);
                    offsets.put(partition, new OffsetAndMetadata(read.getLast().offset() + 1));
                }
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                producer.commitTransaction();
            }
        }
    }
}
