package io.tidemill.kafka.sink;

import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Encodes what one worker gives to one epoch into batches, which the epoch's records get when they
/// are full. Its token says which partitions they are for, and where these ended before.
final class KafkaSinkWriter implements SinkWriter, RowRecords.Out {
    /// The largest record that is greater is remembered with its origin, in case the broker refuses
    /// it.
    private static final int SMALL = 512;

    /// What open batches may hold together: with many partitions they are sealed before they are
    /// full.
    private static final long OPEN_MAX = 1 << 24;

    private static final byte[] HEADER = Marker.HEADER.getBytes(StandardCharsets.UTF_8);

    private final Target target;
    private final RowRecords rows;
    private final EpochRecords records;
    private final Map<String, TopicState> topics = new HashMap<>();
    private final OpenBatch.Headers headers = new OpenBatch.Headers();
    private @Nullable TopicState topic; // of the record that is begun, or was last
    private int partition;
    private boolean sticky; // it has no key, and goes where others went
    private byte @Nullable [] key;
    private int keyFrom;
    private int keyTo;
    private byte @Nullable [] value;
    private int valueFrom;
    private int valueTo;
    private @Nullable Batch batch;
    private int row;
    private int largest = SMALL;
    private long open;

    /// What the writers of an epoch have in common.
    ///
    /// @param epochHeader the value of the header that marks the epoch's first record in a
    ///   partition; null: there is none
    /// @param settings how batches are made
    /// @param first where records without key begin
    record Target(
            Cluster cluster,
            WorldClock clock,
            @Nullable String topic,
            @Nullable String epochHeader,
            ProducerSettings.Batches settings,
            long first) {}

    /// What is known of a topic: its partitions, and those of them that have records of this
    /// writer.
    private static final class TopicState {
        private final String name;
        private final Partitions partitions;
        private final @Nullable OpenBatch[] batches;

        TopicState(String name, Partitions partitions) {
            this.name = name;
            this.partitions = partitions;
            batches = new OpenBatch[partitions.count()];
        }
    }

    KafkaSinkWriter(Target target, RowRecords rows, EpochRecords records) {
        this.target = target;
        this.rows = rows;
        this.records = records;
    }

    /// The partitions of the one topic that all records go to.
    static Partitions partitionsOf(Target target, String topic) throws IOException {
        return new Partitions(target.cluster.partitions(topic), target.first);
    }

    @Override
    public void write(Batch rowsToWrite) throws IOException {
        try {
            rows.write(rowsToWrite, this);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void begin(
            Batch ofBatch,
            int ofRow,
            @Nullable String ofTopic,
            int ofPartition,
            byte @Nullable [] ofKey,
            int from,
            int to) {
        var state = topic(ofBatch, ofRow, ofTopic);
        if (ofPartition >= state.partitions.count()) {
            throw noPartition(ofBatch, ofRow, state, ofPartition);
        }
        partition =
                ofPartition >= 0
                        ? ofPartition
                        : ofKey != null
                                ? state.partitions.of(ofKey, from, to)
                                : state.partitions.any();
        sticky = ofPartition < 0 && ofKey == null;
        topic = state;
        batch = ofBatch;
        row = ofRow;
        key = ofKey;
        keyFrom = from;
        keyTo = to;
        value = null;
        headers.clear();
    }

    @Override
    public void value(byte[] source, int from, int to) {
        value = source;
        valueFrom = from;
        valueTo = to;
    }

    @Override
    public void header(byte[] name, byte @Nullable [] headerValue) {
        headers.add(name, headerValue);
    }

    @Override
    public void end() {
        var to = topic;
        if (to == null) {
            throw new IllegalStateException("no record was begun");
        }
        var into = to.batches[partition];
        if (into == null) {
            into = new OpenBatch();
            to.batches[partition] = into;
            if (target.epochHeader != null) {
                headers.add(HEADER, target.epochHeader.getBytes(StandardCharsets.UTF_8));
            }
        }
        int size = into.add(key, keyFrom, keyTo, value, valueFrom, valueTo, headers);
        check(size);
        if (sticky) {
            to.partitions.added(size);
        }
        open += size;
        if (into.used() >= target.settings.bytes()) {
            seal(to, partition, into);
        } else if (open >= OPEN_MAX) {
            sealAll();
        }
    }

    private void check(int size) {
        var of = batch;
        if (of != null && size + OpenBatch.OVERHEAD > target.settings.recordMax()) {
            throw SinkErrors.tooLarge(of.describe(row), size, "max.request.size");
        }
        if (of != null && size > largest) {
            largest = size;
            records.remember(new EpochRecords.Large(size, of.describe(row)));
        }
    }

    private void seal(TopicState ofTopic, int ofPartition, OpenBatch full) {
        var sealed =
                SealedBatch.of(
                        new TopicPartition(ofTopic.name, ofPartition),
                        full,
                        target.settings.compression(),
                        target.clock.micros() / 1000);
        open -= full.used();
        full.clear();
        records.add(sealed);
    }

    private void sealAll() {
        for (var each : topics.values()) {
            for (int i = 0; i < each.batches.length; i++) {
                var full = each.batches[i];
                if (full != null && full.records() > 0) {
                    seal(each, i, full);
                }
            }
        }
        open = 0;
    }

    private TopicState topic(Batch ofBatch, int ofRow, @Nullable String ofRowItself) {
        var name = target.topic != null ? target.topic : ofRowItself;
        if (name == null) {
            throw new TidemillException(
                    Condition.KAFKA_TOPIC_NOT_FOUND,
                    "%s does not say which topic it goes to".formatted(ofBatch.describe(ofRow)),
                    "give every row a topic, or set the option topic");
        }
        var last = topic;
        if (last != null && last.name.equals(name)) {
            return last;
        }
        var state = topics.get(name);
        if (state == null) {
            try {
                state = new TopicState(name, partitionsOf(target, name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            topics.put(name, state);
        }
        return state;
    }

    private static TidemillException noPartition(
            Batch batch, int row, TopicState topic, int partition) {
        return new TidemillException(
                Condition.KAFKA_PARTITION_NOT_FOUND,
                "%s is for partition %d, but topic '%s' has %d"
                        .formatted(
                                batch.describe(row),
                                partition,
                                topic.name,
                                topic.partitions.count()),
                "partitions count from 0; NULL leaves the choice to the key");
    }

    @Override
    public Token finish() throws IOException {
        try {
            sealAll();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        var ends = target.cluster.ends();
        var from = new HashMap<TopicPartition, Long>();
        for (var each : topics.values()) {
            for (int i = 0; i < each.batches.length; i++) {
                if (each.batches[i] != null) {
                    var used = new TopicPartition(each.name, i);
                    from.put(used, ends.getOrDefault(used, 0L));
                }
            }
        }
        return SinkToken.write(from);
    }

    @Override
    public void abort() {
        topics.clear();
    }
}
