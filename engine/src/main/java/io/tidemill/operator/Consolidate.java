package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.operator.order.RowBytes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.BytesHeap;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.KeyIndex;
import io.tidemill.state.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// An epoch's delta, netted by whole row: no row stands twice and none at weight 0.
///
/// Rows of one key stand together in one batch, what is taken away before what is added, so that
/// the old row of a key stands directly before its new one; keys in the order in which they first
/// came. Everything is given at the end of the epoch. Keeps each different row of the epoch, as
/// bytes, until then; nothing between epochs.
///
/// Rows are the same when all their values are, `-0.0` and `0.0` not.
public final class Consolidate implements Operator, Downstream {
    // Words of an entry: one different row.
    private static final int ADDRESS = 0;
    private static final int LENGTH = 1;
    private static final int WEIGHT = 2;
    private static final int NEXT = 3; // of the same key, slot + 1; 0: none

    private final RowBytes codec;
    private final boolean byKey;
    private final boolean onlyThere;
    private final Downstream downstream;
    private final Batch output;
    private final Records entries = new Records(4);
    private BytesHeap heap = new BytesHeap();
    private KeyIndex firsts = new KeyIndex();

    /// The first entry of each key, in the order in which they came.
    private final Records keys = new Records(1);

    private long[] weights = new long[64];

    private Consolidate(
            RowBytes codec,
            boolean byKey,
            boolean onlyThere,
            StructType schema,
            Downstream downstream) {
        this.codec = codec;
        this.byKey = byKey;
        this.onlyThere = onlyThere;
        output = Batch.create(schema, 64);
        this.downstream = downstream;
    }

    /// Of rows of which nothing says which replaces which.
    public static Consolidate byRow(StructType schema, Downstream downstream) {
        var codec = new RowBytes(schema, parts(schema, List.of()), 0);
        return new Consolidate(codec, false, false, schema, downstream);
    }

    /// As [#byRow], without rows at negative weight: what is taken away more often than it is added
    /// is not there.
    public static Consolidate onlyThere(StructType schema, Downstream downstream) {
        var codec = new RowBytes(schema, parts(schema, List.of()), 0);
        return new Consolidate(codec, false, true, schema, downstream);
    }

    /// @param key the columns that tell which row replaces which; none: there is one row
    public static Consolidate byKey(StructType schema, List<Integer> key, Downstream downstream) {
        var codec = new RowBytes(schema, parts(schema, key), key.size());
        return new Consolidate(codec, true, false, schema, downstream);
    }

    /// For rows that come with their key in front, and go out as they were.
    ///
    /// @param input the columns of the key, then the others
    /// @param keys how many columns the key has; none where it is not known
    /// @param places where each column of `input` stands in `schema`
    public static Consolidate reordered(
            StructType input,
            OptionalInt keys,
            List<Integer> places,
            StructType schema,
            Downstream downstream) {
        var parts = new ArrayList<RowBytes.Part>();
        for (int i = 0; i < places.size(); i++) {
            parts.add(RowBytes.Part.natural(i, places.get(i)));
        }
        var codec = new RowBytes(input, parts, keys.orElse(0));
        return new Consolidate(codec, keys.isPresent(), false, schema, downstream);
    }

    private static List<RowBytes.Part> parts(StructType schema, List<Integer> key) {
        var parts = new ArrayList<RowBytes.Part>();
        key.forEach(column -> parts.add(RowBytes.Part.natural(column, column)));
        for (int i = 0; i < schema.size(); i++) {
            if (!key.contains(i)) {
                parts.add(RowBytes.Part.natural(i, i));
            }
        }
        return parts;
    }

    @Override
    public String name() {
        return "consolidate";
    }

    @Override
    public void push(Batch delta) {
        for (int row = 0; row < delta.rows(); row++) {
            codec.encode(delta, row);
            add(delta.weight(row));
        }
    }

    /// Adds the row encoded last.
    private void add(long weight) {
        var bytes = codec.bytes();
        int prefix = byKey ? codec.keyLength() : codec.length();
        long hash = KeyGroups.hash(bytes, 0, prefix);
        var table = firsts.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            int slot = KeyIndex.slot(entry);
            if (KeyIndex.matches(entry, hash) && isPrefix(slot, bytes, prefix)) {
                addTo(slot, weight);
                return;
            }
            at = (at + 1) & mask;
        }
        int slot = insert(weight);
        firsts.add(hash, slot);
        int key = keys.allocateUnset();
        keys.page(key)[keys.at(key)] = slot;
    }

    private boolean isPrefix(int slot, byte[] bytes, int prefix) {
        var entry = entries.page(slot);
        int at = entries.at(slot);
        return entry[at + LENGTH] >= prefix && heap.equal(entry[at + ADDRESS], prefix, bytes, 0);
    }

    /// Adds to the row's entry among those of its key, which begin at `first`.
    private void addTo(int first, long weight) {
        int slot = first;
        while (true) {
            var entry = entries.page(slot);
            int at = entries.at(slot);
            if (entry[at + LENGTH] == codec.length()
                    && heap.equal(entry[at + ADDRESS], codec.length(), codec.bytes(), 0)) {
                entry[at + WEIGHT] += weight;
                return;
            }
            if (entry[at + NEXT] == 0) {
                int next = insert(weight);
                entries.page(slot)[entries.at(slot) + NEXT] = next + 1L;
                return;
            }
            slot = (int) entry[at + NEXT] - 1;
        }
    }

    private int insert(long weight) {
        int slot = entries.allocateUnset();
        var entry = entries.page(slot);
        int at = entries.at(slot);
        entry[at + ADDRESS] = heap.append(codec.bytes(), 0, codec.length());
        entry[at + LENGTH] = codec.length();
        entry[at + WEIGHT] = weight;
        entry[at + NEXT] = 0;
        return slot;
    }

    @Override
    public void endEpoch(EpochEnd end) {
        if (keys.slots() == 0) {
            return;
        }
        for (int key = 0; key < keys.slots(); key++) {
            int first = (int) keys.page(key)[keys.at(key)];
            if (!onlyThere) {
                emit(first, -1);
            }
            emit(first, 1);
            if (output.rows() >= Batch.ROWS) {
                flush();
            }
        }
        flush();
        entries.clear();
        keys.clear();
        firsts = new KeyIndex();
        heap = new BytesHeap();
    }

    /// Emits the rows of a key whose weight has this sign.
    private void emit(int first, int sign) {
        for (int slot = first; slot >= 0; ) {
            var entry = entries.page(slot);
            int at = entries.at(slot);
            if (Long.signum(entry[at + WEIGHT]) == sign) {
                int row = output.rows();
                output.reserve(row + 1);
                int start = BytesHeap.offset(entry[at + ADDRESS]);
                int length = (int) entry[at + LENGTH];
                codec.decode(heap.page(entry[at + ADDRESS]), start, start + length, output, row);
                output.setRows(row + 1);
                if (weights.length == row) {
                    weights = Arrays.copyOf(weights, row * 2);
                }
                weights[row] = entry[at + WEIGHT];
            }
            slot = (int) entry[at + NEXT] - 1;
        }
    }

    private void flush() {
        if (output.rows() > 0) {
            output.setWeights(weights);
            downstream.push(output);
            output.clear();
        }
    }
}
