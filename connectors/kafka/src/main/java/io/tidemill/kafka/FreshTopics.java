package io.tidemill.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// Makes topics that can be written to at once.
///
/// A broker says that a topic is made before the leaders of its partitions have taken them over; a
/// leader in between may refuse a producer's first batch and take the second one, and then no retry
/// mends it. So every leader is asked for its end before anybody writes.
///
/// Source: KAFKA-15591.
public final class FreshTopics {
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
        admin.listOffsets(ends).all().get();
    }
}
