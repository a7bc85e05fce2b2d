package io.tidemill.kafka.sink;

import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Encodes what one worker gives to one epoch into buffers. Nothing is sent before the commit. Its
/// token says which partitions the records are for, and where these ended before.
final class KafkaSinkWriter implements SinkWriter, RowRecords.Out {
    /// What Kafka adds to a record at most.
    private static final int OVERHEAD = 64;

    /// A record of this size is remembered with its origin, in case the broker refuses it.
    private static final int LARGE = 100_000;

    private static final byte[] HEADER = Marker.HEADER.getBytes(StandardCharsets.UTF_8);

    private final Target target;
    private final RowRecords rows;
    private final List<RecordBuffer> buffers = new ArrayList<>();
    private final Map<String, TopicState> topics = new HashMap<>();
    private RecordBuffer buffer;
    private @Nullable TopicState lastTopic;
    private @Nullable TopicState unkeyed;
    private @Nullable Batch batch;
    private int row;
    private int begun;
    private boolean firstOf;

    /// What the writers of an epoch have in common.
    ///
    /// @param epochHeader the value of the header that marks the epoch's first record in a
    ///   partition; null: there is none
    /// @param recordMax bytes that a record may have
    /// @param first where records without key begin
    record Target(
            Cluster cluster,
            @Nullable String topic,
            @Nullable String epochHeader,
            int recordMax,
            long first,
            Buffers pool) {}

    /// What is known of a topic: its partitions, and which of them have records of this writer.
    private static final class TopicState {
        private final String name;
        private final Partitions partitions;
        private final BitSet used = new BitSet();

        TopicState(String name, Partitions partitions) {
            this.name = name;
            this.partitions = partitions;
        }
    }

    KafkaSinkWriter(Target target, RowRecords rows) {
        this.target = target;
        this.rows = rows;
        this.buffer = target.pool.take();
        buffers.add(buffer);
    }

    /// The partitions of the one topic that all records go to.
    static Partitions partitionsOf(Target target, String topic) throws IOException {
        return new Partitions(target.cluster.partitions(topic), target.first);
    }

    @Override
    public void write(Batch rowsToWrite) throws IOException {
        try {
            rows.write(rowsToWrite, this);
            end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void begin(
            Batch ofBatch,
            int ofRow,
            @Nullable String topic,
            int partition,
            byte @Nullable [] key,
            int from,
            int to) {
        end();
        if (buffer.used() > RecordBuffer.BYTES_MAX) {
            buffer = target.pool.take();
            buffers.add(buffer);
        }
        var state = topic(ofBatch, ofRow, topic);
        int chosen = partition;
        if (chosen < 0 && key != null) {
            chosen = state.partitions.of(key, from, to);
        } else if (chosen < 0) {
            chosen = state.partitions.any();
            unkeyed = state;
        } else if (chosen >= state.partitions.count()) {
            throw noPartition(ofBatch, ofRow, state, chosen);
        }
        batch = ofBatch;
        row = ofRow;
        begun = buffer.used();
        buffer.begin(state.name, chosen);
        if (key != null) {
            buffer.key(key, from, to);
        }
        if (!state.used.get(chosen)) {
            state.used.set(chosen);
            firstOf = target.epochHeader != null;
        }
    }

    @Override
    public void value(byte[] source, int from, int to) {
        buffer.value(source, from, to);
    }

    @Override
    public void header(byte[] name, byte @Nullable [] value) {
        buffer.header(name, value);
    }

    /// The record that was begun is whole.
    private void end() {
        var of = batch;
        if (of == null) {
            return;
        }
        batch = null;
        if (firstOf && target.epochHeader != null) {
            firstOf = false;
            buffer.header(HEADER, target.epochHeader.getBytes(StandardCharsets.UTF_8));
        }
        int size = buffer.used() - begun;
        if (size + OVERHEAD > target.recordMax) {
            throw SinkErrors.tooLarge(of.describe(row), size, "max.request.size");
        }
        if (size > LARGE) {
            buffer.remember(new RecordBuffer.Large(size, of.describe(row)));
        }
        if (unkeyed != null) {
            unkeyed.partitions.added(size);
            unkeyed = null;
        }
    }

    private TopicState topic(Batch ofBatch, int ofRow, @Nullable String ofRowItself) {
        var name = target.topic != null ? target.topic : ofRowItself;
        if (name == null) {
            throw new TidemillException(
                    Condition.KAFKA_TOPIC_NOT_FOUND,
                    "%s does not say which topic it goes to".formatted(ofBatch.describe(ofRow)),
                    "give every row a topic, or set the option topic");
        }
        var last = lastTopic;
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
        lastTopic = state;
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
    public Token finish() {
        var ends = target.cluster.ends();
        var from = new HashMap<TopicPartition, Long>();
        for (var topic : topics.values()) {
            for (int p : new TreeSet<>(topic.used.stream().boxed().toList())) {
                var partition = new TopicPartition(topic.name, p);
                from.put(partition, ends.getOrDefault(partition, 0L));
            }
        }
        return SinkToken.write(from);
    }

    /// What was encoded.
    List<RecordBuffer> buffers() {
        return buffers;
    }

    @Override
    public void abort() {
        buffers.forEach(target.pool::give);
        buffers.clear();
    }
}
