package io.tidemill.state;

import io.tidemill.data.Batch;
import java.util.function.IntConsumer;

/// The rows of an [Arrangement] by all their columns: what it needs from its first retraction on.
///
/// Made of the rows that are there then. Of equal ones one takes the weights and the words that add
/// up of all; the others stay, at weight 0 and not in here, until [Arrangement#endEpoch].
/// [#INDEXED] in the first word of a record says that its row is in here. State: 13 to 26 bytes a
/// row. One thread's own.
final class WholeRows {
    /// The bit of a record's first word that is ours.
    static final long INDEXED = 32;

    private final Records records;
    private final RowIndex index;

    /// Slots of rows that took the weights of equal ones.
    private final Records together = new Records(1);

    /// @param columns how many columns a row has
    /// @param adding the first word of a record that adds up
    /// @param adds how many do
    WholeRows(Arrangement owner, RowWords words, int columns, int adding, int adds) {
        records = words.records();
        index = new RowIndex(words, columns);
        for (int slot = 0; slot < records.slots(); slot++) {
            if (!owner.holds(slot)) {
                continue;
            }
            long hash = index.hash(slot);
            int first = index.findEqual(slot, hash);
            if (first < 0) {
                add(slot, hash);
            } else {
                records.page(slot)[records.at(slot)] &= ~INDEXED;
                owner.reweigh(first, owner.weight(first) + owner.weight(slot));
                owner.reweigh(slot, 0);
                move(slot, first, adding, adds);
                int entry = together.allocateUnset();
                together.page(entry)[together.at(entry)] = first;
            }
        }
    }

    private void move(int from, int to, int adding, int adds) {
        for (int w = adding; w < adding + adds; w++) {
            records.page(to)[records.at(to) + w] += records.page(from)[records.at(from) + w];
            records.page(from)[records.at(from) + w] = 0;
        }
    }

    /// The slot of the row that is equal to row `row` of `batch`, or -1.
    int find(Batch batch, int row, long hash) {
        return index.find(batch, row, hash);
    }

    /// Adds a row that is not here.
    void add(int slot, long hash) {
        index.add(hash, slot);
        records.page(slot)[records.at(slot)] |= INDEXED;
    }

    /// Takes a row away if it is here.
    void remove(int slot) {
        if ((records.page(slot)[records.at(slot)] & INDEXED) != 0) {
            index.remove(slot);
        }
    }

    /// Gives the rows that have taken the weights of equal ones since the last call.
    void takeTogether(IntConsumer to) {
        for (int i = 0; i < together.slots(); i++) {
            to.accept((int) together.page(i)[together.at(i)]);
        }
        together.clear();
    }

    /// About how many bytes it takes.
    long bytes() {
        return index.bytes();
    }
}
