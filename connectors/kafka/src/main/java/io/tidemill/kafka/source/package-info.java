/// Reading topics.
///
/// A [KafkaSource] plans epochs: ranges of offsets, cut where the fetched pieces are cut, so that
/// queries that read the same topics read the same pieces. A [TopicReader], which they share,
/// fetches ahead on a thread of its own into [Lane]s, one for each partition, as [Chunk]s: the
/// bytes as they came. A [KafkaSplitReader] takes the chunks of its range, decodes them
/// ([RecordDecoder]) and reads keys and values straight into columns, on whatever worker.
@NullMarked
package io.tidemill.kafka.source;

import org.jspecify.annotations.NullMarked;
