package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Records;
import io.tidemill.state.StateSize;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Aggregates by session, without keeping rows: a row extends a session of its key, begins one, or
/// makes one of several.
///
/// In: the keys, the time, the gap in microseconds, what each aggregate computes from a row, the
/// filters; insert-only. Rows are in one session when `[time, time + gap]` of one and another have
/// an instant in common; rows without a time, or whose gap is not positive, are in none. Out, at
/// the end of an epoch: for each session that changed the row that was emitted before at -1,
/// directly followed by the new one; of sessions that became one only the first goes on. With
/// [GroupAggregate.Emission#FINAL] a session once, when the watermark says that no row can join it;
/// it is forgotten then in any case; without a watermark, with a time to live, when it had no row
/// for so long, as an epoch begins.
///
/// Here rows find their sessions and changed ones are settled; when they are over says
/// [SessionTimes], what is emitted of them [SessionOutput], what is saved of them [SessionState].
///
/// State: one record of [Sessions] for each.
public final class SessionAggregate implements KeyedOperator {
    /// Stands for the start of a session among the columns of the result.
    public static final int START = PartialAggregate.START;

    /// Stands for the end of a session among the columns of the result.
    public static final int END = PartialAggregate.END;

    private final Spec spec;
    private final int[] arguments;
    private final int[] filters;
    private final Sessions sessions;
    private final RecordAggregates layout;
    private final Records records;
    private final SessionTimes times;
    private final SessionOutput output;
    private final SessionState state;

    /// The sessions that this epoch touched; each has behind it the record as it was before.
    private final Records before;

    private final ChosenRows chosen = new ChosenRows();
    private final Batch some;
    private final Batch one;
    private int[] keySlots = {};
    private int[] slots = {};
    private long updated;
    private long removed;

    /// @param input the keys, the time, the gap, then what [GroupAggregate#inputs] says
    /// @param keys how many of the first columns are the key
    /// @param result each column of the result's key: one of the keys, [#START] or [#END]
    /// @param output the result's key, then the aggregates
    /// @param emission when a session is given
    /// @param lagMicros how far the time lags behind the watermark; none: sessions stay open
    /// @param ttlMicros after what time without a row a session is forgotten, by the clock; 0:
    ///   never
    public record Spec(
            String stateId,
            StructType input,
            int keys,
            List<AggregateCall> aggregates,
            List<Integer> result,
            StructType output,
            GroupAggregate.Emission emission,
            OptionalLong lagMicros,
            long ttlMicros) {
        public Spec {
            aggregates = List.copyOf(aggregates);
            result = List.copyOf(result);
        }

        boolean isAging() {
            return ttlMicros > 0;
        }

        /// The same with time and gap as keys, for the places of the columns.
        GroupAggregate.Spec columns() {
            return new GroupAggregate.Spec(
                    stateId, input, keys + 2, aggregates, output, false, false);
        }
    }

    /// @param worker which worker's part of the keys this is, of `workers`
    public SessionAggregate(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        var columns = spec.columns();
        arguments = InputColumns.arguments(columns);
        filters = InputColumns.filters(columns);
        sessions = new Sessions(spec);
        layout = sessions.layout();
        records = sessions.records();
        times = new SessionTimes(sessions);
        output = new SessionOutput(sessions, downstream);
        state = new SessionState(sessions, times, worker, workers);
        before = new Records(1 + records.width());
        one = Batch.create(state.schema(), 1);
        some = Batch.create(spec.input(), Batch.ROWS);
    }

    @Override
    public String name() {
        return "sessionAggregate";
    }

    /// Forgets the sessions that had no row for too long.
    @Override
    public void beginEpoch(Evaluation evaluation) {
        removed = 0;
        times.drainAged(evaluation.nowMicros(), this::forget);
    }

    @Override
    public void push(Batch delta) {
        var rows = inSessions(delta);
        int count = rows.rows();
        if (slots.length < count) {
            slots = new int[Math.max(count, Batch.ROWS)];
            keySlots = new int[slots.length];
        }
        sessions.findKeys(rows, keySlots);
        var starts = rows.longs(spec.keys()).values();
        var gaps = rows.longs(spec.keys() + 1).values();
        for (int row = 0; row < count; row++) {
            if (rows.weight(row) < 0) {
                throw new IllegalStateException("a row was taken away from a session");
            }
            long end = starts[row] + gaps[row];
            slots[row] = join(keySlots[row], starts[row], end < starts[row] ? Long.MAX_VALUE : end);
        }
        int word = layout.rowsWord();
        for (int row = 0; row < count; row++) {
            int session = slots[row];
            while (sessions.word(session, Sessions.INTO) != 0) {
                session = (int) sessions.word(session, Sessions.INTO) - 1;
            }
            slots[row] = session;
            sessions.set(session, word, sessions.word(session, word) + rows.weight(row));
        }
        for (int i = 0; i < arguments.length; i++) {
            var counted = chosen.choose(rows, arguments[i], filters[i]);
            layout.list().get(i).add(sessions.table(), slots, rows, counted, chosen.count());
        }
    }

    /// The rows that are in a session.
    private Batch inSessions(Batch delta) {
        var times = delta.longs(spec.keys());
        var gaps = delta.longs(spec.keys() + 1);
        boolean all = !times.mayHaveNulls() && !gaps.mayHaveNulls();
        for (int row = 0; all && row < delta.rows(); row++) {
            all = gaps.getLong(row) > 0;
        }
        if (all) {
            return delta;
        }
        some.clear();
        for (int row = 0; row < delta.rows(); row++) {
            if (!times.isNull(row) && !gaps.isNull(row) && gaps.getLong(row) > 0) {
                some.append(delta, row);
            }
        }
        return some;
    }

    /// The session of a key that `[from, to]` belongs to, which is made, or made of several.
    private int join(int key, long from, long to) {
        int first = -1;
        long start = from;
        long end = to;
        for (int session = sessions.first(key); session >= 0; session = sessions.next(session)) {
            if (meets(session, from, to)) {
                long begin = sessions.word(session, Sessions.FROM);
                start = Math.min(start, begin);
                end = Math.max(end, sessions.word(session, Sessions.TO));
                if (first < 0 || begin < sessions.word(first, Sessions.FROM)) {
                    first = session;
                }
            }
        }
        if (first < 0) {
            first = sessions.begin(key);
        }
        touch(first);
        for (int session = sessions.first(key); session >= 0; session = sessions.next(session)) {
            if (session != first && meets(session, from, to)) {
                merge(session, first);
            }
        }
        sessions.set(first, Sessions.FROM, start);
        sessions.set(first, Sessions.TO, end);
        return first;
    }

    private boolean meets(int session, long from, long to) {
        return sessions.is(session, Sessions.LIVE)
                && sessions.word(session, Sessions.FROM) <= to
                && sessions.word(session, Sessions.TO) >= from;
    }

    /// Makes a session part of another one, which is its key's.
    private void merge(int session, int into) {
        touch(session);
        one.clear();
        one.reserve(1);
        sessions.save(session, one, 0);
        one.setRows(1);
        int column = sessions.firstPartial();
        int word = layout.rowsWord();
        long rows = sessions.word(into, word);
        sessions.set(into, word, rows + one.longs(column++).getLong(0));
        int[] to = {into};
        for (var aggregate : layout.list()) {
            aggregate.merge(sessions.table(), to, one, column);
            column += aggregate.stateTypes().size();
        }
        sessions.set(session, Sessions.INTO, into + 1L);
        sessions.end(session);
    }

    /// Keeps a copy of the session as it was before the epoch.
    private void touch(int session) {
        if (sessions.is(session, Sessions.TOUCHED)) {
            return;
        }
        int copy = before.allocateUnset();
        var to = before.page(copy);
        int toAt = before.at(copy);
        to[toAt] = session;
        System.arraycopy(records.page(session), records.at(session), to, toAt + 1, records.width());
        sessions.mark(session, Sessions.TOUCHED);
    }

    @Override
    public void endEpoch(EpochEnd end) {
        updated = before.slots();
        for (int i = 0; i < before.slots(); i++) {
            int session = (int) before.page(i)[before.at(i)];
            settle(session, before.page(i), before.at(i) + 1);
            times.age(session, end.nowMicros());
        }
        before.clear();
        if (spec.emission() == GroupAggregate.Emission.WHOLE) {
            for (int session = 0; session < records.slots(); session++) {
                if (sessions.is(session, Sessions.LIVE)) {
                    output.emit(session);
                }
            }
        } else {
            complete(end.watermarkMicros());
        }
        output.flush();
        sessions.compact();
    }

    /// Emits what one session's change means, and makes it unsaved.
    private void settle(int session, long[] copy, int copyAt) {
        boolean alive = sessions.is(session, Sessions.LIVE);
        if (spec.emission() == GroupAggregate.Emission.CHANGES) {
            if (sessions.is(session, Sessions.EMITTED)) {
                output.emit(session, copy, copyAt, -1);
            }
            if (alive) {
                output.emit(session);
            }
        }
        sessions.unmark(session, Sessions.TOUCHED);
        if (alive) {
            sessions.mark(session, Sessions.EMITTED);
            times.awaitCompletion(session);
        } else {
            sessions.unmark(session, Sessions.EMITTED);
        }
        state.changed(session);
        output.flushFull();
    }

    private void complete(long watermarkMicros) {
        times.drain(watermarkMicros, this::complete);
        boolean isFinal = spec.emission() == GroupAggregate.Emission.FINAL;
        if (watermarkMicros == Long.MAX_VALUE && isFinal) {
            for (int session = 0; session < records.slots(); session++) {
                if (sessions.is(session, Sessions.LIVE)) {
                    complete(session);
                }
            }
        }
    }

    private void complete(int session) {
        if (spec.emission() == GroupAggregate.Emission.FINAL) {
            output.emit(session);
        }
        forget(session);
    }

    /// Forgets a session; what was emitted of it stays.
    private void forget(int session) {
        removed++;
        sessions.unmark(session, Sessions.EMITTED | Sessions.QUEUED | Sessions.AGING);
        sessions.end(session);
        state.changed(session);
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    @Override
    public StructType stateSchema() {
        return state.schema();
    }

    @Override
    public void writeChanges(Consumer<Batch> rows) {
        state.writeChanges(rows);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> rows) {
        return state.writePiece(from, rows);
    }

    @Override
    public void restore(Batch rows) {
        state.restore(rows);
    }

    @Override
    public StateSize stateSize() {
        return new StateSize(
                sessions.live(),
                updated,
                removed,
                sessions.bytes() + before.bytes() + state.bytes() + times.bytes());
    }
}
