package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Moves each row to the worker that owns its key: the first `keys` columns; without keys, all rows
/// go to worker 0.
///
/// Rows that go elsewhere are copied into a batch for each worker, which is handed over when it is
/// full and at the end of the epoch. What stays here goes on at once, behind what waits, as it is
/// or as a view; a few rows wait for more. The weight of a row goes with it.
public final class Exchange implements Operator, Downstream {
    /// So many rows of a batch that stay here are worth a batch of their own.
    private static final int MANY = 256;

    private final StructType schema;
    private final int keys;
    private final int worker;
    private final Batch[] outgoing;
    private final Batch staying;
    private final Downstream here;
    private final Sender sender;

    /// For each worker the rows of a batch that go there, and how many.
    private final int[][] chosen;

    private final int[] counts;
    private long[] hashes = {};

    /// Takes batches to other workers.
    @FunctionalInterface
    public interface Sender {
        /// Takes a batch to another worker, which then owns it.
        void send(int worker, Batch batch);

        /// A batch of the same columns that nobody needs any more, if there is one.
        default @Nullable Batch spare() {
            return null;
        }
    }

    /// @param keys how many of the first columns are the key
    /// @param worker this one
    /// @param here takes the rows that stay with this worker
    public Exchange(
            StructType schema, int keys, int worker, int workers, Downstream here, Sender sender) {
        this.schema = schema;
        this.keys = keys;
        this.worker = worker;
        this.here = here;
        this.sender = sender;
        chosen = new int[workers][0];
        counts = new int[workers];
        staying = Batch.create(schema, 64);
        outgoing = new Batch[workers];
        for (int i = 0; i < workers; i++) {
            outgoing[i] = Batch.create(schema, 64);
        }
    }

    @Override
    public String name() {
        return "exchange";
    }

    @Override
    public void push(Batch delta) {
        split(delta);
        for (int to = 0; to < outgoing.length; to++) {
            if (counts[to] == 0) {
                continue;
            }
            if (to == worker && counts[to] == delta.rows()) {
                flush(to);
                here.push(delta);
            } else if (to == worker && counts[to] >= MANY) {
                flush(to);
                staying.view(delta, chosen[to], counts[to]);
                here.push(staying);
            } else {
                append(delta, to);
            }
        }
    }

    /// Writes to `chosen` which rows go where.
    private void split(Batch delta) {
        int count = delta.rows();
        int workers = outgoing.length;
        if (hashes.length < count) {
            hashes = new long[count];
            for (int to = 0; to < workers; to++) {
                chosen[to] = new int[count];
            }
        }
        Arrays.fill(counts, 0);
        if (keys == 0) {
            for (int row = 0; row < count; row++) {
                chosen[0][row] = row;
            }
            counts[0] = count;
            return;
        }
        KeyGroups.hashes(delta, keys, hashes);
        for (int row = 0; row < count; row++) {
            int owner = KeyGroups.owner(hashes[row], workers);
            chosen[owner][counts[owner]++] = row;
        }
    }

    private void append(Batch delta, int to) {
        if (outgoing[to].rows() + counts[to] > Batch.ROWS) {
            flush(to);
        }
        outgoing[to].append(delta, chosen[to], counts[to]);
        if (outgoing[to].rows() >= Batch.ROWS) {
            flush(to);
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        for (int to = 0; to < outgoing.length; to++) {
            flush(to);
        }
    }

    private void flush(int to) {
        var batch = outgoing[to];
        if (batch.rows() == 0) {
            return;
        }
        if (to == worker) {
            here.push(batch);
            batch.clear();
            return;
        }
        sender.send(to, batch);
        var spare = sender.spare();
        outgoing[to] = spare == null ? Batch.create(schema, Batch.ROWS) : spare;
        outgoing[to].clear();
    }
}
