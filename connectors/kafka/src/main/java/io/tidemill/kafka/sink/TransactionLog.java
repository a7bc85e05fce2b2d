package io.tidemill.kafka.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// What Kafka's transaction coordinators have decided, read from their own log.
///
/// A coordinator writes down that a transaction will be committed, or aborted, with all partitions
/// it has, before it tells anybody or writes the first end marker; from then on nothing can change
/// it. So the record that decides on a transaction with a partition in it is proof of how the
/// transaction ends in that partition, whatever the coordinator believes now. No such record, no
/// answer.
///
/// In: ids, and a time that their transactions did not begin before. State: the records of these
/// ids since then. Needs READ and DESCRIBE on the topic `__transaction_state`.
///
/// Source: apache/kafka `transaction-coordinator/src/main/resources/common/message/
/// TransactionLogKey.json` and `TransactionLogValue.json`, versions 0 and 1; KIP-98, KIP-890.
final class TransactionLog {
    static final String TOPIC = "__transaction_state";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final byte ONGOING = 1;
    private static final byte PREPARE_COMMIT = 2;
    private static final byte PREPARE_ABORT = 3;

    private final Map<String, List<Entry>> entries = new HashMap<>();

    /// How a transaction ends.
    enum Decision {
        COMMIT,
        ABORT
    }

    /// One record of the log, as far as it is of use.
    private record Entry(
            long producerId, short producerEpoch, byte status, Set<TopicPartition> partitions) {
        Entry {
            partitions = Set.copyOf(partitions);
        }
    }

    /// Without any record.
    ///
    /// @param ids transactional
    TransactionLog(Collection<String> ids) {
        ids.forEach(id -> entries.put(id, new ArrayList<>()));
    }

    /// @param consumer reads all records; partitions are assigned here
    /// @param sinceMillis by the broker's clock
    static TransactionLog read(
            Consumer<byte[], byte[]> consumer, Collection<String> ids, long sinceMillis) {
        var log = new TransactionLog(ids);
        int count = consumer.partitionsFor(TOPIC).size();
        var times = new HashMap<TopicPartition, Long>();
        for (var id : ids) {
            times.put(partition(TOPIC, id, count), sinceMillis);
        }
        var ends = consumer.endOffsets(times.keySet());
        consumer.assign(times.keySet());
        consumer.offsetsForTimes(times)
                .forEach((partition, found) -> {
                    if (found == null) {
                        consumer.seekToBeginning(Set.of(partition));
                    } else {
                        consumer.seek(partition, found.offset());
                    }
                });
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(each -> log.add(each.key(), each.value()));
        }
        return log;
    }

    /// Where a coordinator's log has an id, a transactional one or a group's.
    static TopicPartition partition(String topic, String id, int partitions) {
        return new TopicPartition(topic, Utils.abs(id.hashCode()) % partitions);
    }

    /// The next record; those of other ids are left out.
    void add(byte @Nullable [] key, byte @Nullable [] value) {
        var of = entries.get(id(key));
        if (of != null && value != null) {
            of.add(entry(ByteBuffer.wrap(value)));
        }
    }

    private static String id(byte @Nullable [] key) {
        var bytes = ByteBuffer.wrap(key == null ? new byte[2] : key);
        if (bytes.remaining() < 4 || bytes.getShort() != 0) {
            return "";
        }
        int length = bytes.getShort();
        return new String(bytes.array(), 4, length, StandardCharsets.UTF_8);
    }

    private static Entry entry(ByteBuffer value) {
        var in = new ByteBufferAccessor(value);
        short version = in.readShort();
        if (version < 0 || version > 1) {
            return new Entry(-1, (short) -1, (byte) -1, Set.of());
        }
        boolean compact = version == 1;
        long producerId = in.readLong();
        short producerEpoch = in.readShort();
        in.readInt(); // the time-out
        byte status = in.readByte();
        var partitions = new HashSet<TopicPartition>();
        int topics = length(in, compact);
        for (int t = 0; t < topics; t++) {
            int name = compact ? in.readUnsignedVarint() - 1 : in.readShort();
            var topic = new String(in.readArray(name), StandardCharsets.UTF_8);
            int count = length(in, compact);
            for (int p = 0; p < count; p++) {
                partitions.add(new TopicPartition(topic, in.readInt()));
            }
            if (compact) {
                skipTags(in);
            }
        }
        return new Entry(producerId, producerEpoch, status, partitions);
    }

    private static int length(ByteBufferAccessor in, boolean compact) {
        return compact ? in.readUnsignedVarint() - 1 : in.readInt();
    }

    private static void skipTags(ByteBufferAccessor in) {
        int count = in.readUnsignedVarint();
        for (int i = 0; i < count; i++) {
            in.readUnsignedVarint();
            in.readArray(in.readUnsignedVarint());
        }
    }

    /// What was decided on the transaction that is open in `partition`: the first decision with it
    /// behind the last time that it was added to a transaction of this very epoch. (With
    /// transactions v2 an epoch has one transaction. Before, it may have several; one that added
    /// the partition anew has ended the one before it there.)
    ///
    /// @param producerEpoch of its records in that partition
    Optional<Decision> decision(
            String id, TopicPartition partition, long producerId, int producerEpoch) {
        boolean begun = false;
        Optional<Decision> decision = Optional.empty();
        for (var entry : entries.getOrDefault(id, List.of())) {
            if (entry.producerId != producerId || !entry.partitions.contains(partition)) {
                continue;
            }
            if (entry.status == ONGOING && entry.producerEpoch == producerEpoch) {
                begun = true;
                decision = Optional.empty();
            } else if (begun && decision.isEmpty() && entry.producerEpoch >= producerEpoch) {
                decision =
                        switch (entry.status) {
                            case PREPARE_COMMIT -> Optional.of(Decision.COMMIT);
                            case PREPARE_ABORT -> Optional.of(Decision.ABORT);
                            default -> decision;
                        };
            }
        }
        return decision;
    }
}
