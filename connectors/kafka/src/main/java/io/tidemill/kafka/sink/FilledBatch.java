package io.tidemill.kafka.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Deque;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.internals.ProducerBatch;
import org.apache.kafka.common.record.internal.Record;

/// A [SealedBatch] as one that Kafka's producer has filled. Somebody waits for its first record
/// only, so the producer need not keep two objects for each of the others; where the batch is cut,
/// it is told also if any of the others is refused.
final class FilledBatch extends ProducerBatch {
    private static final VarHandle COUNT = count();

    private final Callback done;
    private final int records;
    private final long millis;

    /// @param done is told of the first record
    FilledBatch(SealedBatch batch, Callback done, long millis) {
        super(batch.partition(), new SealedBuilder(batch), millis, true); // not of its buffer pool
        this.done = done;
        this.records = batch.records();
        this.millis = millis;
        append(done);
        COUNT.set((ProducerBatch) this, records);
    }

    private static VarHandle count() {
        try {
            return MethodHandles.privateLookupIn(ProducerBatch.class, MethodHandles.lookup())
                    .findVarHandle(ProducerBatch.class, "recordCount", int.class);
        } catch (ReflectiveOperationException e) {
            throw BatchProducer.otherVersion(e);
        }
    }

    private void append(Callback done) {
        var unused = tryAppend(millis, null, null, Record.EMPTY_HEADERS, done, millis);
    }

    /// The broker takes smaller batches only: now each record is told of.
    @Override
    public Deque<ProducerBatch> split(int size) {
        COUNT.set((ProducerBatch) this, 1);
        for (int i = 1; i < records; i++) {
            append((_, failure) -> {
                if (failure != null) {
                    done.onCompletion(null, failure);
                }
            });
        }
        return super.split(size);
    }
}
