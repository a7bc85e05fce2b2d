package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;

/// Moves each row to the worker that owns its key: the first `keys` columns; without keys, all rows
/// go to worker 0.
///
/// Rows are copied into a batch for each worker, which is handed over when it is full and at the
/// end of the epoch. The weight of a row goes with it.
public final class Exchange implements Operator, Downstream {
    private final StructType schema;
    private final int keys;
    private final Batch[] outgoing;
    private final Sender sender;
    private int[] chosen = {};
    private long[] hashes = {};

    /// Takes a batch to another worker, which then owns it.
    @FunctionalInterface
    public interface Sender {
        void send(int worker, Batch batch);
    }

    /// @param keys how many of the first columns are the key
    public Exchange(StructType schema, int keys, int workers, Sender sender) {
        this.schema = schema;
        this.keys = keys;
        this.sender = sender;
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
        int count = delta.rows();
        if (chosen.length < count) {
            chosen = new int[count];
            hashes = new long[count];
        }
        if (keys > 0) {
            KeyGroups.hashes(delta, keys, hashes);
        }
        for (int worker = 0; worker < outgoing.length; worker++) {
            append(delta, worker, choose(count, worker));
        }
    }

    /// Writes to `chosen` which rows go to a worker; returns how many do.
    private int choose(int count, int worker) {
        int found = 0;
        for (int row = 0; row < count; row++) {
            chosen[found] = row;
            int owner = keys == 0 ? 0 : KeyGroups.owner(hashes[row], outgoing.length);
            found += owner == worker ? 1 : 0;
        }
        return found;
    }

    private void append(Batch delta, int worker, int count) {
        if (outgoing[worker].rows() > 0 && outgoing[worker].rows() + count > Batch.ROWS) {
            send(worker);
        }
        outgoing[worker].append(delta, chosen, count);
        if (outgoing[worker].rows() >= Batch.ROWS) {
            send(worker);
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        for (int worker = 0; worker < outgoing.length; worker++) {
            if (outgoing[worker].rows() > 0) {
                send(worker);
            }
        }
    }

    private void send(int worker) {
        sender.send(worker, outgoing[worker]);
        outgoing[worker] = Batch.create(schema, Batch.ROWS);
    }
}
