package io.tidemill.runtime;

import io.tidemill.checkpoint.Checkpoint;
import io.tidemill.checkpoint.EpochChanges;
import io.tidemill.checkpoint.EpochRecord;
import io.tidemill.connect.EpochContext;
import io.tidemill.system.Mailbox;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second half of an epoch: its record and sync, the commits of its sinks in their order, the
/// acknowledgement. One epoch at a time, so record n+1 is not written before the sinks have n.
///
/// Where every sink lets the next epoch be written meanwhile, the work is done by a thread of its
/// own, which has the checkpoint between [#start] and the answer; else by the caller. A failure is
/// thrown where the answer is taken, and nothing can be started after it.
final class EpochCommitter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochCommitter.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final World world;
    private final String name;
    private final Checkpoint checkpoint;
    private final List<OpenSink> sinks;
    private final boolean ahead;
    private final boolean durable;
    private final Mailbox<Task> work;
    private final Mailbox<Answer> answers;
    private @Nullable OwnedThread thread;
    private boolean busy;
    private long tendedNanos;

    /// @param name the query's
    /// @param sinks the result's first
    EpochCommitter(World world, String name, Checkpoint checkpoint, List<OpenSink> sinks) {
        this.world = world;
        this.name = name;
        this.checkpoint = checkpoint;
        this.sinks = sinks;
        ahead = sinks.stream().allMatch(sink -> sink.sink().writesAhead());
        durable = sinks.stream().anyMatch(OpenSink::isUserCode);
        work = world.threads().mailbox(1);
        answers = world.threads().mailbox(1);
    }

    /// What is to be committed.
    ///
    /// @param changes what goes into the record beside what stands there
    /// @param ids the sinks that get it
    record Work(EpochRecord record, EpochChanges changes, EpochContext context, List<String> ids)
            implements Task {}

    /// What the thread does next.
    sealed interface Task {}

    /// A sink has time to look after what it wrote.
    record Tend(OpenSink sink) implements Task {}

    /// When it was begun, its record was durable, and all sinks had acknowledged, on the monotonic
    /// clock.
    record Times(long begun, long logged, long committed) {}

    private sealed interface Answer {
        record Committed(Times times) implements Answer {}

        record Failed(Throwable cause) implements Answer {}
    }

    /// Whether the next epoch may be computed while this one is committed.
    boolean isAhead() {
        return ahead;
    }

    /// Begins to commit an epoch; the answer to the one before has been taken.
    void start(Work epoch) throws InterruptedException {
        if (busy) {
            throw new IllegalStateException("the epoch before is still being committed");
        }
        busy = true;
        if (!ahead) {
            answers.offer(new Answer.Committed(commit(epoch)));
            return;
        }
        startThread();
        if (!work.put(epoch, Signal.FOREVER)) {
            throw new IllegalStateException("the committer is closed");
        }
    }

    private void startThread() {
        if (thread == null) {
            thread =
                    world.threads()
                            .start(
                                    "tidemill-commit-" + name,
                                    Threads.Lifetime.BACKGROUND,
                                    this::commitAll);
        }
    }

    /// Nothing is to be committed: now and then sinks that want to may look after what they wrote.
    ///
    /// @throws RuntimeException what went wrong the last time
    void tend() throws InterruptedException {
        if (busy) {
            return;
        }
        var failed = answer(Duration.ZERO);
        if (failed.isPresent()) {
            throw new IllegalStateException("a commit that nobody asked for");
        }
        long now = world.clock().nanos();
        for (var sink : sinks) {
            var every = sink.sink().tendEvery();
            if (every.isZero() || now - tendedNanos < every.toNanos()) {
                continue;
            }
            tendedNanos = now;
            if (ahead) {
                startThread();
                work.offer(new Tend(sink)); // where one waits already, that one will do
            } else {
                tend(sink);
            }
        }
    }

    private static void tend(OpenSink sink) {
        try {
            sink.sink().tend();
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    private void commitAll() throws InterruptedException {
        for (var next = work.take(Signal.FOREVER);
                next.isPresent();
                next = work.take(Signal.FOREVER)) {
            try {
                switch (next.get()) {
                    case Work epoch -> answers.offer(new Answer.Committed(commit(epoch)));
                    case Tend(var sink) -> tend(sink);
                }
            } catch (Throwable e) { // the query's thread asks for it
                answers.offer(new Answer.Failed(e));
                return;
            }
        }
    }

    private Times commit(Work epoch) {
        long begun = world.clock().nanos();
        checkpoint.checkSpace();
        try (var changes = epoch.changes) {
            prepare(epoch);
            checkpoint.append(epoch.record, changes);
        }
        long logged = world.clock().nanos();
        commit(epoch.record, epoch.context, epoch.ids);
        checkpoint.acknowledged(epoch.record.epoch(), durable);
        return new Times(begun, logged, world.clock().nanos());
    }

    private void prepare(Work epoch) {
        try {
            for (var sink : sinks) {
                if (epoch.ids.contains(sink.id())) {
                    sink.sink()
                            .prepare(sink.context(epoch.context), epoch.record.tokens(sink.id()));
                }
            }
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    /// Has these sinks commit an epoch that is logged.
    void commit(EpochRecord record, EpochContext context, List<String> ids) {
        try {
            for (var sink : sinks) {
                if (ids.contains(sink.id())) {
                    checkpoint.ownership().verify();
                    sink.sink().commit(sink.context(context), record.tokens(sink.id()));
                }
            }
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    /// The answer, if it comes in time.
    Optional<Times> answer(Duration timeout) throws InterruptedException {
        var answer = timeout.isZero() ? Optional.ofNullable(answers.poll()) : answers.take(timeout);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        busy = false;
        return switch (answer.get()) {
            case Answer.Committed(var times) -> Optional.of(times);
            case Answer.Failed(Error error) -> throw error;
            case Answer.Failed(RuntimeException exception) -> throw exception;
            case Answer.Failed(InterruptedException interruption) -> throw interruption;
            case Answer.Failed(var other) -> throw new IllegalStateException(other);
        };
    }

    /// Ends the thread behind the commit it is in; one that takes long is interrupted.
    @Override
    public void close() {
        var started = thread;
        work.close();
        if (started == null) {
            return;
        }
        try {
            if (started.join(GRACE)) {
                return;
            }
            started.interrupt();
            if (!started.join(GRACE)) {
                LOG.error(
                        "a commit does not end and is left behind query={} stack={}",
                        name,
                        started.stackTrace());
            }
        } catch (InterruptedException e) {
            LOG.warn("interrupted while a commit ends query={}", name);
        }
    }
}
