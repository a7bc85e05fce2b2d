package io.tidemill.operator.aggregate;

import io.tidemill.state.Records;
import io.tidemill.state.TimeQueue;
import java.util.OptionalLong;
import java.util.function.IntConsumer;

/// When sessions are complete: the watermark is past their end, so that no row can join them.
///
/// A session stands once in the queue, as its head says; one that grew since is put back. One
/// thread's own.
final class SessionTimes {
    private static final long SPAN = 64_000_000; // for buckets of a second

    private final Sessions sessions;
    private final OptionalLong lagMicros;
    private final TimeQueue closings = new TimeQueue(SPAN);
    private final Records later = new Records(1);

    SessionTimes(Sessions sessions) {
        this.sessions = sessions;
        lagMicros = sessions.spec().lagMicros();
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

    long bytes() {
        return closings.bytes();
    }
}
