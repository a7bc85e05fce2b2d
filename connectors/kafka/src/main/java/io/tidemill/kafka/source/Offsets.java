package io.tidemill.kafka.source;

import io.tidemill.data.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// A place in every partition of some topics: what is before it has been read.
///
/// As JSON it is Spark's, `{"bids":{"0":12,"1":7}}`, with the topic's id and, where they are known,
/// the epochs of the leaders that wrote the records before the place beside the partitions:
/// `{"bids":{"0":12,"1":7,"id":"…","leaderEpochs":{"0":3}}}`. Where rows were gone before they were
/// read, and it was gone on without them, `"lost":{"0":40}` says how many so far.
record Offsets(SortedMap<String, Topic> topics) {
    /// No epoch is known.
    static final int NO_EPOCH = -1;

    private static final String ID = "id";
    private static final String EPOCHS = "leaderEpochs";
    private static final String LOST = "lost";

    /// Where a new query begins, before anybody asked where that is.
    static final String START = "\"start\"";

    /// @param id tells this topic from a later one of the same name
    record Topic(Uuid id, SortedMap<Integer, Place> places) {
        Topic {
            places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        }
    }

    /// @param leaderEpoch of the record before the offset, or [#NO_EPOCH]
    /// @param lost how many offsets before it were gone before they were read
    record Place(long offset, int leaderEpoch, long lost) {
        Place(long offset, int leaderEpoch) {
            this(offset, leaderEpoch, 0);
        }
    }

    Offsets {
        topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
    }

    /// Collects places.
    static final class Builder {
        private final TreeMap<String, TreeMap<Integer, Place>> places = new TreeMap<>();
        private final Map<String, Uuid> ids = new TreeMap<>();

        Builder put(TopicPartition partition, Uuid id, Place place) {
            ids.put(partition.topic(), id);
            places.computeIfAbsent(partition.topic(), _ -> new TreeMap<>())
                    .put(partition.partition(), place);
            return this;
        }

        Offsets build() {
            var topics = new TreeMap<String, Topic>();
            places.forEach((topic, all) -> topics.put(topic, new Topic(id(topic), all)));
            return new Offsets(topics);
        }

        private Uuid id(String topic) {
            return ids.getOrDefault(topic, Uuid.ZERO_UUID);
        }
    }

    Optional<Place> place(TopicPartition partition) {
        return Optional.ofNullable(topics.get(partition.topic()))
                .map(topic -> topic.places().get(partition.partition()));
    }

    /// The id of a topic; [Uuid#ZERO_UUID] when it is not there.
    Uuid id(String topic) {
        var found = topics.get(topic);
        return found == null ? Uuid.ZERO_UUID : found.id();
    }

    /// Every place, by partition.
    Map<TopicPartition, Place> all() {
        var all = new LinkedHashMap<TopicPartition, Place>();
        topics.forEach((name, topic) ->
                topic.places()
                        .forEach((partition, place) ->
                                all.put(new TopicPartition(name, partition), place)));
        return all;
    }

    static Offsets parse(String json) {
        var builder = new Builder();
        Json.parseObject(json)
                .forEach((name, value) -> {
                    if (value instanceof Map<?, ?> topic) {
                        var id =
                                topic.get(ID) instanceof String text
                                        ? Uuid.fromString(text)
                                        : Uuid.ZERO_UUID;
                        topic.forEach((key, offset) -> {
                            if (offset instanceof Number number) {
                                int partition = Integer.parseInt((String) key);
                                builder.put(
                                        new TopicPartition(name, partition),
                                        id,
                                        new Place(
                                                number.longValue(),
                                                (int) beside(topic, EPOCHS, key, NO_EPOCH),
                                                beside(topic, LOST, key, 0)));
                            }
                        });
                    }
                });
        return builder.build();
    }

    private static long beside(Map<?, ?> topic, String name, Object partition, long otherwise) {
        return topic.get(name) instanceof Map<?, ?> numbers
                        && numbers.get(partition) instanceof Number number
                ? number.longValue()
                : otherwise;
    }

    String toJson() {
        var json = new LinkedHashMap<String, @Nullable Object>();
        topics.forEach((name, topic) -> {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            var epochs = new LinkedHashMap<String, @Nullable Object>();
            var lost = new LinkedHashMap<String, @Nullable Object>();
            topic.places()
                    .forEach((partition, place) -> {
                        fields.put(Integer.toString(partition), place.offset());
                        if (place.leaderEpoch() != NO_EPOCH) {
                            epochs.put(Integer.toString(partition), place.leaderEpoch());
                        }
                        if (place.lost() > 0) {
                            lost.put(Integer.toString(partition), place.lost());
                        }
                    });
            if (!topic.id().equals(Uuid.ZERO_UUID)) {
                fields.put(ID, topic.id().toString());
            }
            if (!epochs.isEmpty()) {
                fields.put(EPOCHS, epochs);
            }
            if (!lost.isEmpty()) {
                fields.put(LOST, lost);
            }
            json.put(name, fields);
        });
        return Json.write(json);
    }
}
