/// Writes results to topics of Kafka: encoding, partitions, transactions.
///
/// A row's way: [KafkaSinkWriter][io.tidemill.kafka.sink.KafkaSinkWriter] has
/// [RowRecords][io.tidemill.kafka.sink.RowRecords] encode it into an
/// [OpenBatch][io.tidemill.kafka.sink.OpenBatch]; a full one becomes a
/// [SealedBatch][io.tidemill.kafka.sink.SealedBatch] of the epoch's
/// [EpochRecords][io.tidemill.kafka.sink.EpochRecords]. These are sent as soon as the epoch before
/// is committed; when the epoch's record is durable [Commits][io.tidemill.kafka.sink.Commits] ends
/// their transaction, with the [Marker][io.tidemill.kafka.sink.Marker] in it, through the
/// [Cluster][io.tidemill.kafka.sink.Cluster]; all are sent again if its end is in doubt and it
/// turns out not to have been committed.
@NullMarked
package io.tidemill.kafka.sink;

import org.jspecify.annotations.NullMarked;
