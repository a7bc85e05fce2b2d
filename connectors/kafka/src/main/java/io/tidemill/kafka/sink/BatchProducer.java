package io.tidemill.kafka.sink;

import io.tidemill.system.WorldClock;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Deque;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.internals.ProducerBatch;
import org.apache.kafka.clients.producer.internals.RecordAccumulator;
import org.apache.kafka.clients.producer.internals.Sender;
import org.apache.kafka.clients.producer.internals.TransactionManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Hands whole batches to a producer of Kafka's client, behind those that it has.
///
/// [KafkaProducer#send] takes a record at a time: an object, a lock and a copy for each, on one
/// thread for each partition. Batches that are encoded and compressed already are put where it puts
/// those that it has filled, so that everything else stays its own: sequence numbers, partitions of
/// the transaction, requests in flight, tries again, time-outs. What is needed for that is not
/// public; the version of kafka-clients is pinned, and the tests of the sink write through this.
///
/// Source: apache/kafka `KafkaProducer.doSend` and `RecordAccumulator.append`.
final class BatchProducer {
    private static final Insides INSIDES = Insides.find();

    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordAccumulator accumulator;
    private final @Nullable TransactionManager transactions;
    private final Sender sender;
    private final Object incomplete;
    private final WorldClock clock;

    /// What of Kafka's client is not public.
    private record Insides(
            MethodHandle accumulator,
            MethodHandle transactions,
            MethodHandle sender,
            MethodHandle deque,
            MethodHandle incomplete,
            MethodHandle addIncomplete) {

        static Insides find() {
            try {
                var lookup = MethodHandles.lookup();
                var ofProducer = MethodHandles.privateLookupIn(KafkaProducer.class, lookup);
                var ofBatches = MethodHandles.privateLookupIn(RecordAccumulator.class, lookup);
                var unsent =
                        ofBatches.findClass(
                                "org.apache.kafka.clients.producer.internals.IncompleteBatches");
                return new Insides(
                        getter(
                                ofProducer,
                                KafkaProducer.class,
                                "accumulator",
                                RecordAccumulator.class),
                        getter(
                                ofProducer,
                                KafkaProducer.class,
                                "transactionManager",
                                TransactionManager.class),
                        getter(ofProducer, KafkaProducer.class, "sender", Sender.class),
                        ofBatches.findVirtual(
                                RecordAccumulator.class,
                                "getOrCreateDeque",
                                MethodType.methodType(Deque.class, TopicPartition.class)),
                        getter(ofBatches, RecordAccumulator.class, "incomplete", unsent),
                        MethodHandles.privateLookupIn(unsent, lookup)
                                .findVirtual(
                                        unsent,
                                        "add",
                                        MethodType.methodType(void.class, ProducerBatch.class))
                                .asType(
                                        MethodType.methodType(
                                                void.class, Object.class, ProducerBatch.class)));
            } catch (ReflectiveOperationException e) {
                throw otherVersion(e);
            }
        }

        private static MethodHandle getter(
                MethodHandles.Lookup lookup, Class<?> of, String name, Class<?> type)
                throws ReflectiveOperationException {
            return lookup.findGetter(of, name, type)
                    .asType(MethodType.methodType(Object.class, Object.class));
        }

        private static Object get(MethodHandle field, Object from) {
            try {
                return (Object) field.invokeExact(from);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    BatchProducer(KafkaProducer<byte[], byte[]> producer, WorldClock clock) {
        this.producer = producer;
        this.clock = clock;
        accumulator = (RecordAccumulator) Insides.get(INSIDES.accumulator, producer);
        transactions = (TransactionManager) Insides.get(INSIDES.transactions, producer);
        sender = (Sender) Insides.get(INSIDES.sender, producer);
        incomplete = Insides.get(INSIDES.incomplete, accumulator);
    }

    static LinkageError otherVersion(ReflectiveOperationException cause) {
        return new LinkageError(
                "this version of kafka-clients is not the one that Tidemill was built for", cause);
    }

    /// For everything but records.
    KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    /// Begins to send a batch; returns without waiting. Any thread may.
    ///
    /// @param done is told of the first record's place, or why the batch was not taken
    /// @throws KafkaException when the transaction has failed
    void send(SealedBatch batch, Callback done) {
        long now = clock.micros() / 1000;
        add(new FilledBatch(batch, done, now), batch.partition());
        if (transactions != null) {
            transactions.maybeAddPartition(batch.partition());
        }
        sender.wakeup();
    }

    @SuppressWarnings("unchecked")
    private void add(ProducerBatch batch, TopicPartition partition) {
        try {
            var deque = (Deque<ProducerBatch>) INSIDES.deque.invokeExact(accumulator, partition);
            synchronized (deque) {
                deque.addLast(batch);
                INSIDES.addIncomplete.invokeExact(incomplete, batch);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
