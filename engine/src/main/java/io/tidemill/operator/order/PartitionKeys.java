package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.KeyTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers partitions by their key, the first columns of a batch; equal are keys that GROUP BY
/// would put together.
///
/// Keys of arrays, maps or structs, which a [KeyTable] does not hold, are kept as bytes, with their
/// hash, so that they find their owner after a restart. Without key columns there is one partition,
/// 0, which worker 0 owns. One thread's own.
final class PartitionKeys {
    private final int columns;
    private final int worker;
    private final int workers;
    private final @Nullable KeyTable table;
    private final @Nullable RowBytes nested;
    private final Batch bytesOfKeys;
    private final StructType schema;

    /// @param columns how many of the first columns of `input` are the key
    /// @param words how many longs the owner keeps for each partition
    PartitionKeys(StructType input, int columns, int words, int worker, int workers) {
        this.columns = columns;
        this.worker = worker;
        this.workers = workers;
        var types = new ArrayList<DataType>();
        for (int i = 0; i < columns; i++) {
            types.add(input.typeOf(i));
        }
        var binary = new StructType().add("key", DataTypes.BinaryType);
        bytesOfKeys = Batch.create(binary, 0);
        if (KeyTable.supports(types)) {
            var fields = new StructType();
            for (int i = 0; i < columns; i++) {
                fields = fields.add("key" + i, types.get(i));
            }
            schema = fields;
            table = columns == 0 && words == 0 ? null : new KeyTable(types, words);
            nested = null;
        } else {
            schema = binary.add("hash", DataTypes.LongType);
            table = new KeyTable(List.of(DataTypes.BinaryType), words + 1);
            var parts = new ArrayList<RowBytes.Part>();
            for (int i = 0; i < columns; i++) {
                parts.add(RowBytes.Part.natural(i, -1));
            }
            nested = new RowBytes(input, parts, columns);
        }
    }

    /// The columns that a key is saved in.
    StructType schema() {
        return schema;
    }

    /// Finds the partitions of the rows, making those that are not there.
    void lookup(Batch batch, int[] slots) {
        if (table == null) {
            Arrays.fill(slots, 0, batch.rows(), 0);
        } else if (nested == null) {
            table.lookup(batch, slots);
        } else {
            bytesOfKeys.clear();
            bytesOfKeys.reserve(batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                nested.encodeKeys(batch, row);
                bytesOfKeys.bytes(0).append(row, nested.bytes(), 0, nested.length());
            }
            bytesOfKeys.setRows(batch.rows());
            table.lookup(bytesOfKeys, slots);
            for (int row = 0; row < batch.rows(); row++) {
                setHash(slots[row], KeyGroups.hash(batch, columns, row));
            }
        }
    }

    private void setHash(int slot, long hash) {
        if (table != null) {
            var records = table.records();
            records.page(slot)[records.at(slot) + table.ownWords()] = hash;
        }
    }

    /// The page that the owner's words of a partition lie in, from [#at] on; good until the next
    /// partition is made.
    long[] page(int slot) {
        return table().records().page(slot);
    }

    int at(int slot) {
        return table().records().at(slot) + table().ownWords() + (nested == null ? 0 : 1);
    }

    /// One of the owner's words.
    long word(int slot, int word) {
        return page(slot)[at(slot) + word];
    }

    void setWord(int slot, int word, long value) {
        page(slot)[at(slot) + word] = value;
    }

    private KeyTable table() {
        if (table == null) {
            throw new IllegalStateException("there are no words for one partition alone");
        }
        return table;
    }

    /// One more than the greatest number of a partition so far.
    int slots() {
        return table == null ? 1 : table.records().slots();
    }

    /// Writes the key of a partition to the first columns of `out`, which are [#schema]'s.
    void write(int slot, Batch out, int row) {
        if (table == null) {
            return;
        }
        table.writeKey(slot, out, row);
        if (nested != null) {
            var records = table.records();
            out.longs(1).setLong(row, records.page(slot)[records.at(slot) + table.ownWords()]);
        }
    }

    /// Whether the key saved in this row is this worker's.
    boolean owns(Batch saved, int row) {
        if (columns == 0) {
            return worker == 0;
        }
        long hash =
                nested == null ? KeyGroups.hash(saved, columns, row) : saved.longs(1).getLong(row);
        return KeyGroups.owner(hash, workers) == worker;
    }

    /// The partition of the key that is saved in the only row of a batch.
    int restore(Batch saved) {
        var slots = new int[1];
        if (table != null) {
            table.lookup(saved, slots);
            if (nested != null) {
                setHash(slots[0], saved.longs(1).getLong(0));
            }
        }
        return slots[0];
    }

    void remove(int slot) {
        if (table != null) {
            table.remove(slot);
        }
    }

    /// Frees what strings of keys that are gone took.
    void compact(KeyTable.SlotFilter live) {
        if (table != null) {
            table.compact(new int[0], live);
        }
    }

    long bytes() {
        return table == null ? 0 : table.bytes();
    }
}
