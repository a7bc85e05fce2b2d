/// Files as tables: the source and the sink that serve every [io.tidemill.connect.Format].
///
/// What a sink leaves in its directory:
///
///     out/
///       part-<query>-<epoch>-<partition>-<i>.json      committed rows, and nothing else
///       city=Oslo/part-...                             with partitionBy
///       _tidemill/
///         manifest/00000000000000000007.manifest       one a commit; the number only grows
///         staged/<query>-<generation>/...json.staged   written and synced, not yet committed
///
/// A commit creates manifest n, which must not exist, writes it and syncs it: that is the instant at
/// which the epoch counts. Then the staged files are renamed into place, which may be done again
/// after a crash. So a name in place is always of a committed epoch, and `ls` or a glob of another
/// program sees committed files only (for an instant perhaps not yet all of the newest epoch; our own
/// reader waits for all of them). In mode complete the files of earlier epochs are deleted last.
///
/// A manifest is two lines: a JSON document and its SHA-256. The document names the manifest before
/// it by number and hash, so that one that is missing, torn or foreign is noticed at the next start.
/// A process takes the output over by creating a manifest too (kind `fence`): an older process that
/// goes on finds its number taken, sees a greater generation, and stops. A torn last manifest is
/// declared void by the next one, so that nobody can finish it afterwards.
///
/// Manifests stay bounded: a fence, and every 64th commit, sums up which epochs of which query count,
/// and what lies before is deleted. No list of all files is kept anywhere: the directory is the list,
/// and the names tell query and epoch.
@NullMarked
package io.tidemill.file;

import org.jspecify.annotations.NullMarked;
