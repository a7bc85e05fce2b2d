/// The benchmark: NEXMark's bids as JSON files, the same queries on Tidemill and on its peers, each
/// run a process of its own, results compared by a hash over every field.
///
/// [Bench] is the command; [RowHash] and [Outcome] are shared with the peers' programs under
/// `bench/peers`, which have class paths of their own.
@NullMarked
package io.tidemill.bench;

import org.jspecify.annotations.NullMarked;
