/// What a source, a sink and a format are: the contract between the engine and whatever brings rows
/// or takes them. Implementations are found through [java.util.ServiceLoader].
///
/// The life of a row as a source sees it: [Source#plan] says which [Split]s the next epoch reads,
/// the engine logs that [Slice], [Source#open] reads the splits into columns, any number of times
/// with the same result, and [Source#committed] allows what was read to be cleaned away.
///
/// As a sink sees it: each epoch opens one [SinkWriter] a partition, writes batches, and finishes
/// it to a [Token] that goes into the epoch's record; then [Sink#commit] makes the epoch visible.
@NullMarked
package io.tidemill.connect;

import org.jspecify.annotations.NullMarked;
