package io.tidemill.operator.aggregate;

import io.tidemill.state.Records;
import io.tidemill.state.TimeQueue;
import java.util.OptionalLong;
import java.util.function.IntConsumer;

/// When sessions are over: the watermark is past their end, so that no row can join them, or they
/// had no row for the time to live.
///
/// A session stands once in a queue, as its head says; one that grew since is put back. One
/// thread's own.
final class SessionTimes {
    private static final long SPAN = 64_000_000; // for buckets of a second

    private final Sessions sessions;
    private final OptionalLong lagMicros;
    private final TimeQueue closings = new TimeQueue(SPAN);

    /// When sessions last had a row, if they age.
    private final TimeQueue ages;

    private final Records later = new Records(1);

    SessionTimes(Sessions sessions) {
        this.sessions = sessions;
        lagMicros = sessions.spec().lagMicros();
        ages = new TimeQueue(Math.max(1, sessions.spec().ttlMicros()));
    }

    /// Notes when a session will be complete, if ever.
    void awaitCompletion(int session) {
        if (lagMicros.isPresent() && !sessions.is(session, Sessions.QUEUED)) {
            sessions.mark(session, Sessions.QUEUED);
            closings.add(deadline(session), session);
        }
    }

    /// The session is complete when the watermark is above this.
    private long deadline(int session) {
        return GroupAggregate.saturatedSum(
                sessions.word(session, Sessions.TO), lagMicros.orElse(0));
    }

    /// Gives the sessions that are complete.
    void drain(long watermarkMicros, IntConsumer complete) {
        closings.drain(
                watermarkMicros,
                session -> {
                    if (!sessions.is(session, Sessions.LIVE)
                            || !sessions.is(session, Sessions.QUEUED)) {
                        return false;
                    }
                    if (deadline(session) < watermarkMicros) {
                        complete.accept(session);
                    } else {
                        int entry = later.allocateUnset();
                        later.page(entry)[later.at(entry)] = session;
                    }
                    return false;
                });
        for (int i = 0; i < later.slots(); i++) {
            int session = (int) later.page(i)[later.at(i)];
            closings.add(deadline(session), session);
        }
        later.clear();
    }

    /// Notes that a session had a row, if it is still one.
    void age(int session, long nowMicros) {
        if (sessions.spec().isAging() && sessions.is(session, Sessions.LIVE)) {
            sessions.set(session, Sessions.CHANGED, nowMicros);
            restored(session);
        }
    }

    /// Takes up a session that has its age.
    void restored(int session) {
        if (sessions.spec().isAging() && !sessions.is(session, Sessions.AGING)) {
            sessions.mark(session, Sessions.AGING);
            ages.add(sessions.word(session, Sessions.CHANGED), session);
        }
    }

    /// Gives the sessions that had no row for too long.
    void drainAged(long nowMicros, IntConsumer aged) {
        if (!sessions.spec().isAging()) {
            return;
        }
        long bound = nowMicros - sessions.spec().ttlMicros();
        ages.drain(
                bound,
                session -> {
                    if (sessions.is(session, Sessions.LIVE)
                            && sessions.is(session, Sessions.AGING)) {
                        sessions.unmark(session, Sessions.AGING);
                        if (sessions.word(session, Sessions.CHANGED) < bound) {
                            aged.accept(session);
                        } else {
                            int entry = later.allocateUnset();
                            later.page(entry)[later.at(entry)] = session;
                        }
                    }
                    return false;
                });
        for (int i = 0; i < later.slots(); i++) {
            restored((int) later.page(i)[later.at(i)]);
        }
        later.clear();
    }

    long bytes() {
        return closings.bytes() + ages.bytes();
    }
}
