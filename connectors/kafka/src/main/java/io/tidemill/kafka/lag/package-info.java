/// The clock to data loss: how far queries are behind in their topics, how long the broker keeps
/// what they have not read, and whether they catch up before.
///
/// [LagReader] asks a cluster and gives [PartitionFacts]; [DataLossClock] makes a [PartitionLag] of
/// each, without looking at anything; a [LagReport] is all of one query's. [LagWatch] does so again
/// and again beside a query that runs.
@NullMarked
package io.tidemill.kafka.lag;

import org.jspecify.annotations.NullMarked;
