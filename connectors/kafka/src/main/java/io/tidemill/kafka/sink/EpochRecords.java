package io.tidemill.kafka.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// The records of one epoch, in batches, as its writers give them; all of them are kept,
/// compressed, until the epoch is committed, so that it can be sent again: in memory as long as
/// there is room for them there, from then on in a file. Thread-safe.
///
/// From [#sendTo] on each batch goes on as soon as it is there; of those in the file only so many
/// at a time that they have room in memory, the next ones when [#done] says that they are not
/// needed there any more. Batches of one writer stay in their order.
final class EpochRecords implements AutoCloseable {
    static final EpochRecords NONE = new EpochRecords();

    private final long memoryMax;
    private final long aheadMax;
    private final SpilledBatches.Opener opener;
    private final List<SealedBatch> batches = new ArrayList<>(); // in memory
    private final List<Large> large = new ArrayList<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final Set<SealedBatch> ahead = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable SpilledBatches spilled; // what came after those in memory
    private int given; // of the spilled ones
    private long aheadBytes;
    private long bytes;
    private long count;
    private boolean sent;
    private @Nullable Consumer<SealedBatch> out;
    private @Nullable KafkaException refused;

    /// Where a record that a broker might refuse for its size came from.
    record Large(int bytes, String origin) {}

    /// Keeps everything in memory.
    EpochRecords() {
        this(
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                () -> {
                    throw new IllegalStateException("there is room in memory");
                });
    }

    /// @param memoryMax bytes that are kept in memory
    /// @param aheadMax bytes of what is in the file that are in memory while they are sent
    EpochRecords(long memoryMax, long aheadMax, SpilledBatches.Opener opener) {
        this.memoryMax = memoryMax;
        this.aheadMax = aheadMax;
        this.opener = opener;
    }

    /// @throws UncheckedIOException when it cannot be kept
    synchronized void add(SealedBatch batch) {
        topics.add(batch.partition().topic());
        bytes += batch.bytes();
        count += batch.records();
        if (spilled == null && bytes <= memoryMax) {
            batches.add(batch);
            give(batch);
            return;
        }
        try {
            if (spilled == null) {
                spilled = opener.open();
            }
            spilled.add(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        giveSpilled();
    }

    private void give(SealedBatch batch) {
        var to = out;
        if (to != null) {
            try {
                to.accept(batch);
            } catch (KafkaException e) {
                refuse(e);
            }
        }
    }

    /// Found by who commits.
    private void refuse(KafkaException why) {
        refused = why;
        out = null;
    }

    private void giveSpilled() {
        var from = spilled;
        while (from != null && out != null && given < from.count() && aheadBytes < aheadMax) {
            try {
                var next = from.get(given++);
                ahead.add(next);
                aheadBytes += next.bytes();
                give(next);
            } catch (IOException e) {
                refuse(new KafkaException("what was written cannot be read again", e));
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
        ahead.clear();
        aheadBytes = 0;
        given = 0;
        batches.forEach(to);
        out = to;
        giveSpilled();
    }

    /// A batch that was given has arrived.
    synchronized void done(SealedBatch batch) {
        if (ahead.remove(batch)) {
            aheadBytes -= batch.bytes();
            giveSpilled();
        }
    }

    /// Whether all that is there has been given on; the rest follows as that is [#done].
    synchronized boolean isGiven() {
        return out == null || spilled == null || given == spilled.count();
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

    /// All of them.
    synchronized List<SealedBatch> batches() throws IOException {
        var all = new ArrayList<>(batches);
        for (int i = 0; spilled != null && i < spilled.count(); i++) {
            all.add(spilled.get(i));
        }
        return all;
    }

    /// How many records there are by now.
    synchronized long count() {
        return count;
    }

    /// What is kept, wherever.
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

    /// Keeps nothing any more.
    @Override
    public synchronized void close() {
        out = null;
        var file = spilled;
        if (file != null) {
            file.close();
        }
    }
}
