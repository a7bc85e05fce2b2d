package io.tidemill.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Makes topics that can be written to at once.
///
/// A broker says that a topic is made before the leaders of its partitions have taken them over; a
/// leader in between may refuse a producer's first batch and take the second one, and then no retry
/// mends it. So every leader is asked for its end before anybody writes.
///
/// Source: KAFKA-15591.
public final class FreshTopics {
    private static final int ATTEMPTS = 100;
    private static final long PAUSE_NANOS = 100_000_000;

    private FreshTopics() {}

    /// Makes topics, and waits until the leader of each of their partitions answers.
    ///
    /// @throws ExecutionException why the broker refused one of them, such as a
    ///   [org.apache.kafka.common.errors.TopicExistsException]
    public static void make(Admin admin, Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        var made = admin.createTopics(topics);
        made.all().get();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (var topic : topics) {
            int partitions = made.numPartitions(topic.name()).get();
            for (int i = 0; i < partitions; i++) {
                ends.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
            }
        }
        await(admin, ends);
    }

    /// A broker may not even know of a topic that the controller has just made.
    private static void await(Admin admin, Map<TopicPartition, OffsetSpec> ends)
            throws ExecutionException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
