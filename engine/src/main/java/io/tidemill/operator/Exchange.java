package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;

/// Moves each row to the worker that owns its key: the first `keys` columns; without keys, all rows
/// go to worker 0.
///
/// Rows are copied into a batch for each worker, which is handed over when it is full and at the
/// end of the epoch. The weight of a row goes with it.
public final class Exchange implements Operator {
    private final StructType schema;
    private final int keys;
    private final Batch[] outgoing;
    private final Sender sender;

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
        for (int row = 0; row < delta.rows(); row++) {
            int worker =
                    keys == 0
                            ? 0
                            : KeyGroups.owner(KeyGroups.hash(delta, keys, row), outgoing.length);
            var batch = outgoing[worker];
            batch.append(delta, row);
            if (batch.rows() >= Batch.ROWS) {
                send(worker);
            }
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
