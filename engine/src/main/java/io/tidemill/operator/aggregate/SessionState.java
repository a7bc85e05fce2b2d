package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.Records;
import io.tidemill.state.StateRows;
import java.util.function.Consumer;

/// Sessions as the checkpoint sees them: which changed, and the rows that they are saved as and
/// taken back from.
///
/// Columns: as [Sessions#saved] says. A session is told by keys and start; one whose start moved is
/// saved as gone under the old one.
final class SessionState {
    private static final int PIECE = 16 * 1024;

    private final Sessions sessions;
    private final SessionTimes times;
    private final SessionAggregate.Spec spec;
    private final int worker;
    private final int workers;
    private final StructType schema;
    private final Records unsaved = new Records(1);

    SessionState(Sessions sessions, SessionTimes times, int worker, int workers) {
        this.sessions = sessions;
        this.times = times;
        this.worker = worker;
        this.workers = workers;
        spec = sessions.spec();
        schema = sessions.saved();
    }

    StructType schema() {
        return schema;
    }

    /// Notes that a session has changed.
    void changed(int session) {
        if (!sessions.is(session, Sessions.UNSAVED)) {
            sessions.mark(session, Sessions.UNSAVED);
            int entry = unsaved.allocateUnset();
            unsaved.page(entry)[unsaved.at(entry)] = session;
        }
    }

    /// Writes what changed, and forgets the sessions that are no more.
    void writeChanges(Consumer<Batch> to) {
        var rows = new StateRows(schema, to);
        for (int i = 0; i < unsaved.slots(); i++) {
            int session = (int) unsaved.page(i)[unsaved.at(i)];
            sessions.unmark(session, Sessions.UNSAVED);
            boolean alive = sessions.is(session, Sessions.LIVE);
            long start = sessions.word(session, Sessions.FROM);
            if (sessions.is(session, Sessions.SAVED)
                    && (!alive || sessions.word(session, Sessions.SAVED_FROM) != start)) {
                add(rows, session, false);
            }
            if (alive) {
                add(rows, session, true);
                saved(session);
            }
        }
        for (int i = 0; i < unsaved.slots(); i++) {
            int session = (int) unsaved.page(i)[unsaved.at(i)];
            if (!sessions.is(session, Sessions.LIVE) && !sessions.is(session, Sessions.UNSAVED)) {
                sessions.forget(session);
            }
        }
        unsaved.clear();
        rows.end();
    }

    /// @return from where to go on; -1 at the end
    long writePiece(long from, Consumer<Batch> to) {
        var rows = new StateRows(schema, to);
        int slots = sessions.records().slots();
        int end = (int) Math.min(slots, from + PIECE);
        for (int session = (int) from; session < end; session++) {
            if (sessions.is(session, Sessions.LIVE)) {
                add(rows, session, true);
                if (!sessions.is(session, Sessions.SAVED)) {
                    saved(session);
                }
            }
        }
        rows.end();
        return end < slots ? end : -1;
    }

    private void saved(int session) {
        sessions.mark(session, Sessions.SAVED);
        sessions.set(session, Sessions.SAVED_FROM, sessions.word(session, Sessions.FROM));
    }

    private void add(StateRows rows, int session, boolean there) {
        var batch = rows.batch();
        int row = rows.row();
        sessions.save(session, batch, row);
        if (!there) {
            batch.longs(spec.keys()).setLong(row, sessions.word(session, Sessions.SAVED_FROM));
        }
        rows.added(there);
    }

    /// Takes back saved rows, of which nothing is a change.
    void restore(Batch rows) {
        int[] key = new int[1];
        for (int row = 0; row < rows.rows(); row++) {
            if (!owns(rows, row)) {
                continue;
            }
            var saved = Batch.create(schema, 1);
            saved.append(rows, row);
            sessions.findKeys(saved, key);
            remove(key[0], saved.longs(spec.keys()).getLong(0));
            sessions.findKeys(saved, key); // it may have gone with its last session
            if (rows.weight(row) > 0) {
                int session = sessions.begin(key[0]);
                sessions.load(session, saved);
                saved(session);
                sessions.mark(session, Sessions.EMITTED);
                times.awaitCompletion(session);
                times.restored(session);
            } else {
                sessions.forgetEmpty(key[0]);
            }
        }
    }

    private boolean owns(Batch rows, int row) {
        return spec.keys() == 0
                ? worker == 0
                : KeyGroups.owner(KeyGroups.hash(rows, spec.keys(), row), workers) == worker;
    }

    private void remove(int key, long start) {
        for (int session = sessions.first(key); session >= 0; session = sessions.next(session)) {
            if (sessions.word(session, Sessions.FROM) == start) {
                sessions.end(session);
                sessions.forget(session);
                return;
            }
        }
    }

    long bytes() {
        return unsaved.bytes();
    }
}
