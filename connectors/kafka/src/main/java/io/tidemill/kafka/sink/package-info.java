/// Writes results to topics of Kafka: encoding, partitions, transactions.
///
/// A row's way: [KafkaSinkWriter][io.tidemill.kafka.sink.KafkaSinkWriter] has
/// [RowRecords][io.tidemill.kafka.sink.RowRecords] encode it into a
/// [RecordBuffer][io.tidemill.kafka.sink.RecordBuffer]; when the epoch's record is durable
/// [Commits][io.tidemill.kafka.sink.Commits] sends the buffers and the
/// [Marker][io.tidemill.kafka.sink.Marker] in one transaction of the
/// [Cluster][io.tidemill.kafka.sink.Cluster], again if its end is in doubt and it turns out not to
/// have been committed.
@NullMarked
package io.tidemill.kafka.sink;

import org.jspecify.annotations.NullMarked;
