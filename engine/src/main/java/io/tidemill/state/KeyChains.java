package io.tidemill.state;

import io.tidemill.data.Batch;
import java.util.Arrays;

/// The rows of each key as a list: from one row to the next, both ways, by one word of their
/// records ([#LINKS]); the first row of a key is found by the key, in a [RowIndex].
///
/// With no key all rows are in one list. A new row goes behind the first one of its key, so that
/// nothing in the index changes. One thread's own.
final class KeyChains {
    /// The word of a record that is ours: the slots of the row before and behind, each plus one.
    static final int LINKS = 1;

    private final Records records;
    private final boolean hasKeys;
    private final RowIndex heads;
    private int onlyKey = -1;

    /// @param keys how many of the first columns are the key
    KeyChains(RowWords words, int keys) {
        records = words.records();
        hasKeys = keys > 0;
        heads = new RowIndex(words, keys);
    }

    /// The next row of the same key, or -1.
    static int next(Records records, int slot) {
        return (int) records.page(slot)[records.at(slot) + LINKS] - 1;
    }

    private int next(int slot) {
        return next(records, slot);
    }

    private int previous(int slot) {
        return (int) (records.page(slot)[records.at(slot) + LINKS] >>> 32) - 1;
    }

    private void link(int slot, int previous, int next) {
        records.page(slot)[records.at(slot) + LINKS] =
                (long) (previous + 1) << 32 | (next + 1) & 0xFFFFFFFFL;
    }

    /// Finds the first row of the key of each row of `batch`; -1 where there is none.
    void find(Batch batch, long[] hashes, int[] found) {
        if (hasKeys) {
            heads.find(batch, hashes, found);
        } else {
            Arrays.fill(found, 0, batch.rows(), onlyKey);
        }
    }

    int find(Batch batch, int row, long hash) {
        return hasKeys ? heads.find(batch, row, hash) : onlyKey;
    }

    /// Puts a row behind the first one of its key, or makes it that.
    ///
    /// @param head the first row of the key; -1 when there is none
    void add(int slot, int head, long hash) {
        if (head < 0) {
            link(slot, -1, -1);
            if (hasKeys) {
                heads.add(hash, slot);
            } else {
                onlyKey = slot;
            }
            return;
        }
        int next = next(head);
        link(slot, head, next);
        link(head, previous(head), slot);
        if (next >= 0) {
            link(next, slot, next(next));
        }
    }

    void remove(int slot) {
        int previous = previous(slot);
        int next = next(slot);
        if (previous >= 0) {
            link(previous, previous(previous), next);
        } else if (!hasKeys) {
            onlyKey = next;
        } else if (next >= 0) {
            heads.replace(slot, next);
        } else {
            heads.remove(slot);
        }
        if (next >= 0) {
            link(next, previous, next(next));
        }
    }

    /// About how many bytes it takes beside the records.
    long bytes() {
        return heads.bytes();
    }
}
