package io.tidemill.runtime;

import io.tidemill.connect.ReadRequest;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.EventTime;
import io.tidemill.operator.LeadingTimes;
import io.tidemill.plan.circuit.CircuitPart;
import io.tidemill.system.Agent;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs one worker's part of a circuit through one epoch, a batch a step.
///
/// A step takes the batches that other workers sent, then reads a batch of a split; when all
/// workers have read all there is, it ends the stages whose input is complete, one after the other.
/// It reads nothing while something it sent waits for room.
final class PartAgent implements Agent {
    private static final int MESSAGES_A_STEP = 16;

    private final String name;
    private final CircuitPart part;
    private final PartLinks links;
    private final List<SourceInput> inputs;
    private final SplitTimes times;
    private final EpochRun run;
    private final Runnable wake;
    private final Map<CircuitPart.Scan, Batch> batches = new HashMap<>();
    private final EpochEnd endOfFirst;

    /// The stages that have ended before others were read.
    private final BitSet ended = new BitSet();

    private int readStage;
    private int stage;
    private CircuitPart.@Nullable Scan scan;
    private SourceInput.@Nullable Dealt split;
    private @Nullable SplitRows reader;
    private boolean waitsForReader; // which another query uses just now
    private long bytesCounted;
    private long splitNumber;

    /// What event time a split begins with.
    @FunctionalInterface
    interface SplitTimes {
        /// @param before the leading times in front of it in its partition
        EventTime.SplitStart start(int source, LeadingTimes before);
    }

    PartAgent(
            String name,
            CircuitPart part,
            PartLinks links,
            List<SourceInput> inputs,
            SplitTimes times,
            long nowMicros,
            EpochRun run) {
        this.name = name;
        this.part = part;
        this.links = links;
        this.inputs = inputs;
        this.times = times;
        this.run = run;
        wake = () -> run.wake(links.worker());
        endOfFirst = new EpochEnd(Long.MAX_VALUE, nowMicros, true);
        links.inbox().onMessage(wake);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Step step() {
        try {
            if (run.isCancelled()) {
                closeReader();
                return Step.DONE;
            }
            return work();
        } catch (IOException e) {
            var failure = unreadable(e);
            run.fail(failure);
            throw failure;
        } catch (Throwable e) {
            run.fail(e);
            closeQuietly(e);
            throw e;
        }
    }

    private Step work() throws IOException {
        boolean received = receive();
        if (!links.flush()) {
            return received ? Step.WORK : Step.IDLE;
        }
        if (stage == part.stages().size()) {
            return Step.DONE;
        }
        if (readStage < part.stages().size()) {
            var reading = part.stages().get(readStage);
            if (read(reading)) {
                return waitsForReader && !received ? Step.IDLE : Step.WORK;
            }
            if (reading.first()) {
                if (!reading.feeds().stream().allMatch(links::allEnded)) {
                    return received ? Step.WORK : Step.IDLE;
                }
                end(reading, endOfFirst);
                ended.set(readStage);
            }
            if (++readStage == part.stages().size()) {
                run.hasRead();
            }
            return Step.WORK;
        }
        var end = run.end();
        if (end == null) {
            return received ? Step.WORK : Step.IDLE;
        }
        if (ended.get(stage)) {
            nextStage();
            return Step.WORK;
        }
        var current = part.stages().get(stage);
        if (!current.feeds().stream().allMatch(links::allEnded)) {
            return received ? Step.WORK : Step.IDLE;
        }
        end(current, end);
        nextStage();
        return Step.WORK;
    }

    private void nextStage() {
        if (++stage == part.stages().size()) {
            run.ended(part, links.worker());
        }
    }

    private void end(CircuitPart.Stage ending, EpochEnd end) {
        part.endStage(ending, end);
        ending.sends().forEach(links::sendEnd);
    }

    private boolean receive() {
        boolean received = false;
        for (int i = 0; i < MESSAGES_A_STEP; i++) {
            boolean wasFull = links.inbox().isFull();
            var message = links.inbox().poll();
            if (message == null) {
                break;
            }
            received = true;
            if (message.batch() == null) {
                links.noteEnd(message.exchange());
            } else {
                part.receive(message.exchange(), message.batch());
                links.giveBack(message.exchange(), message.batch());
            }
            if (wasFull) {
                run.wakeAll(); // somebody may wait for the room
            }
        }
        return received;
    }

    /// Reads a batch into the stage; false when there is nothing more to read into it.
    private boolean read(CircuitPart.Stage current) throws IOException {
        if (part.hasEnough()) {
            run.readNoMore();
        }
        if (run.isEnoughRead()) {
            closeReader();
            return false;
        }
        if (reader == null && !openNext(current)) {
            return false;
        }
        var from = scan;
        var open = reader;
        if (from == null || open == null) {
            throw new IllegalStateException("no split is open");
        }
        waitsForReader = !open.isReady(wake);
        if (waitsForReader) {
            return true;
        }
        boolean more = open.next();
        var batch = open.batch();
        var input = inputs.get(from.source());
        long bytes = open.bytesRead();
        input.count(batch.rows(), bytes - bytesCounted);
        bytesCounted = bytes;
        if (batch.rows() > 0) {
            batch.setSplit(splitNumber);
            from.into().push(batch);
        }
        if (!more) {
            input.countShared(open.shared());
            closeReader();
            endSplit(from, input);
        }
        return true;
    }

    private boolean openNext(CircuitPart.Stage current) throws IOException {
        for (var candidate : current.scans()) {
            var input = inputs.get(candidate.source());
            var next = input.take(links.worker());
            if (next.isPresent()) {
                scan = candidate;
                split = next.get();
                splitNumber = (long) candidate.source() << 32 | next.get().number();
                bytesCounted = 0;
                var watcher = part.eventTimes().get(candidate.source());
                if (watcher != null) {
                    watcher.beginSplit(times.start(candidate.source(), input.before(next.get())));
                }
                reader =
                        input.open(
                                next.get().split(),
                                new ReadRequest(candidate.columns(), input.badRecords()),
                                batches.computeIfAbsent(
                                        candidate, s -> Batch.create(s.columns(), Batch.ROWS)));
                return true;
            }
        }
        return false;
    }

    private void endSplit(CircuitPart.Scan from, SourceInput input) {
        var watcher = part.eventTimes().get(from.source());
        var read = split;
        if (watcher != null && read != null) {
            input.ended(read, watcher.endSplit());
        }
    }

    private void closeReader() throws IOException {
        var open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }

    private void closeQuietly(Throwable cause) {
        try {
            closeReader();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private TidemillException unreadable(IOException e) {
        var failure =
                new TidemillException(
                        Condition.FAILED_READ_FILE,
                        "%s cannot be read: %s"
                                .formatted(
                                        scan == null
                                                ? "a source"
                                                : inputs.get(scan.source()).source().description(),
                                        e.getMessage()),
                        "see that what is named exists and may be read, then start the query again",
                        e);
        closeQuietly(failure);
        return failure;
    }
}
