/// The epoch log, snapshots and ownership: what a query remembers on disk, and what it does first
/// after a restart.
///
/// # The directory
///
///     metadata                       format, query id, name, created by, at         (text, checksum)
///     reserve                        space to finish an epoch in when the disk is full
///     owner/GGGGGGGGGG.owner         who became owner G: host, pid, start            (text, checksum)
///          /GGGGGGGGGG.lock          locked while that process lives; gone when it gave up
///     log/GGGGGGGGGG-NNNNNN.log      segment N of owner G
///     state/EEEEEEEEEEEEEEEEEEE-GGGGGGGGGG.run       large state changes of epoch E
///          /EEEEEEEEEEEEEEEEEEE-GGGGGGGGGG.snapshot  the whole state, written from epoch E on
///     .anything                      temporary: written, synced, then given its name
///
/// All numbers in files are big-endian; a text or byte string stands behind its length, a list
/// behind its size (32 bits each). Checksums are CRC32C.
///
/// # A segment
///
///     0    8   "TIDELOG\n"
///     8    4   format
///     12   4   length L of what follows the checksum
///     16   4   checksum over bytes 0..16 and 20..20+L
///     20   16  query id
///     36   8   generation
///     44   8   number
///     52   1   whether the log goes on from another segment; if so:
///     53   8   its generation
///     61   8   its number
///     69   8   the byte behind its last record that counts
///     77   8   the last epoch up to there
///     85   4   the checksum of that record
///     512      records; zeros from the last one to the end (preallocated)
///
/// What stands in a segment behind the place that its successor goes on from is not part of the log:
/// an owner that did not know that it had been replaced wrote it. The newest segment is the one with
/// the greatest generation and number.
///
/// # A record, in a segment or a state file
///
///     0    4   "TREC"
///     4    4   length of the payload
///     8    8   epoch
///     16   4   type: 1 epoch, 2 plan, 3 acknowledged, 4 query, 5 snapshot, 6 section, 7 end
///     20   4   bytes before it that were not known to be synced when it was written
///     24   4   checksum of the payload
///     28   4   checksum of the file's identity, the record's position and bytes 0..28
///     32       payload, then zeros up to a multiple of 8
///
/// Payloads: [EpochRecord] (its plan, its sinks' tokens, its state sections, each inline or as a
/// place in a run), [EpochPlan], nothing, [QueryFingerprint], the head of a snapshot, a
/// [StateSection], the number of sections and the last epoch that any of them had seen. A run is
/// sections and an end; a snapshot a head, sections and an end.
///
/// # Rules
///
/// One record commits an epoch. Epoch n+1 is neither logged nor planned before the sinks have
/// acknowledged n, so its record also says that n is committed. The acknowledgement itself is
/// written without a sync (it rides with the next record), unless a sink is the user's code. An
/// epoch that is run again is logged again under its number; the later record counts.
///
/// A snapshot is written while epochs go on: its sections hold the state as it was after epoch E or
/// later, the last of them after the epoch that its end names. Read together with the log from E on,
/// it gives the state of that epoch or of any later one; it is finished when that epoch is known to
/// be acknowledged.
///
/// A record that is invalid and has nothing valid behind it is what a crash leaves, and is dropped;
/// an invalid one that has is damage, and stops the query, except in front of a record that says
/// that those bytes were not yet synced.
@NullMarked
package io.tidemill.checkpoint;

import org.jspecify.annotations.NullMarked;
