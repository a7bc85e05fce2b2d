package io.tidemill.kafka.source;

import org.apache.kafka.common.Uuid;

/// What is known of a partition without asking.
///
/// @param topicId of the topic it belongs to
/// @param begin where a source that has never read it begins
/// @param end the offset behind the last record that may be read, as of the last answer
record Known(Uuid topicId, long begin, long end) {
    Known endingAt(long offset) {
        return new Known(topicId, begin, offset);
    }
}
