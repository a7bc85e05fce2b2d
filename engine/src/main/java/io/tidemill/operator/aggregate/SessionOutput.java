package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.WeighedOutput;

/// What is emitted of sessions: the result's key, then the aggregates, from a session's record or a
/// copy of it.
final class SessionOutput {
    private final Sessions sessions;
    private final int[] result;
    private final WeighedOutput output;
    private final Batch batch;
    private final Batch key;

    SessionOutput(Sessions sessions, Downstream downstream) {
        this.sessions = sessions;
        var spec = sessions.spec();
        result = spec.result().stream().mapToInt(Integer::intValue).toArray();
        output = new WeighedOutput(spec.output(), downstream);
        batch = output.batch();
        key = Batch.create(sessions.saved(), 1);
    }

    /// Emits a session as it is, at weight 1.
    void emit(int session) {
        var records = sessions.records();
        emit(session, records.page(session), records.at(session), 1);
    }

    /// Emits a session as a record says; what is taken away stays in a batch with what comes next.
    void emit(int session, long[] page, int at, long weight) {
        int row = output.row();
        key.clear();
        key.reserve(1);
        sessions.writeKey(session, key, 0);
        for (int i = 0; i < result.length; i++) {
            switch (result[i]) {
                case SessionAggregate.START ->
                        batch.longs(i).setLong(row, page[at + Sessions.FROM]);
                case SessionAggregate.END -> batch.longs(i).setLong(row, page[at + Sessions.TO]);
                default -> batch.column(i).copy(row, key.column(result[i]), 0);
            }
        }
        var aggregates = sessions.layout().list();
        for (int i = 0; i < aggregates.size(); i++) {
            var column = batch.column(result.length + i);
            column.setPresent(row);
            aggregates.get(i).result(sessions.table(), page, at, column, row);
        }
        output.add(weight);
        if (weight > 0) {
            output.flushIfFull();
        }
    }

    /// Gives what there is once it fills a batch.
    void flushFull() {
        output.flushIfFull();
    }

    void flush() {
        output.flush();
    }
}
