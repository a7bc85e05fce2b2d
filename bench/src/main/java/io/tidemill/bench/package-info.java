/// The benchmark: NEXMark's bids as JSON files, the same queries on Tidemill and on its peers, each
/// run a process of its own, results compared by a hash over every field.
///
/// [FileRuns] is the command over files, and what it is told ([EngineOptions], [Turns]) is what
/// those of `kafka` are told too; [RowHash] and [Outcome] are shared with the peers' programs under
/// `bench/peers`, which have class paths of their own.
@NullMarked
package io.tidemill.bench;

import org.jspecify.annotations.NullMarked;
