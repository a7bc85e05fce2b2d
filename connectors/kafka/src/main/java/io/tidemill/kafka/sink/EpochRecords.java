package io.tidemill.kafka.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// The records of one epoch, in batches, as its writers give them; all of them are kept,
/// compressed, until the epoch is committed, so that it can be sent again. Thread-safe.
///
/// From [#sendTo] on each batch goes on as soon as it is there. Batches of one writer stay in their
/// order.
final class EpochRecords {
    static final EpochRecords NONE = new EpochRecords();

    private final List<SealedBatch> batches = new ArrayList<>();
    private final List<Large> large = new ArrayList<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private long bytes;
    private boolean sent;
    private @Nullable Consumer<SealedBatch> out;
    private @Nullable KafkaException refused;

    /// Where a record that a broker might refuse for its size came from.
    record Large(int bytes, String origin) {}

    synchronized void add(SealedBatch batch) {
        batches.add(batch);
        topics.add(batch.partition().topic());
        bytes += batch.bytes();
        var to = out;
        if (to != null) {
            try {
                to.accept(batch);
            } catch (KafkaException e) { // found by who commits
                refused = e;
                out = null;
            }
        }
    }

    /// Gives all batches to `to`: at once those that are there, then each one that comes. What it
    /// throws is thrown here; later, [#refused] has it.
    synchronized void sendTo(Consumer<SealedBatch> to) {
        if (sent) {
            batches.replaceAll(SealedBatch::copy);
        }
        sent = true;
        out = null;
        refused = null;
        batches.forEach(to);
        out = to;
    }

    /// Gives nothing more to `to`.
    synchronized void stopSending(Consumer<SealedBatch> to) {
        if (out == to) {
            out = null;
        }
    }

    /// Why batches were not taken that came after [#sendTo]: the transaction had failed.
    synchronized Optional<KafkaException> refused() {
        return Optional.ofNullable(refused);
    }

    synchronized List<SealedBatch> batches() {
        return List.copyOf(batches);
    }

    /// How many records there are by now.
    synchronized long count() {
        return batches.stream().mapToLong(SealedBatch::records).sum();
    }

    /// What is kept.
    synchronized long bytes() {
        return bytes;
    }

    /// The topics that get records.
    synchronized Set<String> topics() {
        return new LinkedHashSet<>(topics);
    }

    synchronized void remember(Large record) {
        large.add(record);
    }

    /// The largest record that was noted.
    synchronized Optional<Large> largest() {
        return large.stream().max(Comparator.comparingInt(Large::bytes));
    }
}
