package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.expression.AggregateCall;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.KeyTable;
import io.tidemill.state.Records;
import io.tidemill.state.TimeQueue;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Aggregates by session, without keeping rows: a row extends a session of its key, begins one, or
/// makes one of several.
///
/// In: the keys, the time, the gap in microseconds, what each aggregate computes from a row, the
/// filters; insert-only. Rows are in one session when `[time, time + gap]` of one and another have
/// an instant in common; rows without a time, or whose gap is not positive, are in none. Out, at
/// the end of an epoch: for each session that changed the row that was emitted before at -1,
/// directly followed by the new one; of sessions that became one only the first goes on. With
/// [GroupAggregate.Emission#FINAL] a session once, when the watermark says that no row can join it;
/// it is forgotten then in any case.
///
/// State: one record a session, which hangs to its key's others.
public final class SessionAggregate implements KeyedOperator {
    /// Stands for the start of a session among the columns of the result.
    public static final int START = PartialAggregate.START;

    /// Stands for the end of a session among the columns of the result.
    public static final int END = PartialAggregate.END;

    // Bits of a session's head.
    private static final long LIVE = 1;
    private static final long TOUCHED = 2;
    private static final long EMITTED = 4;
    private static final long UNSAVED = 8;
    private static final long SAVED = 16;
    private static final long QUEUED = 32;

    // A session's words.
    private static final int KEY = 1;
    private static final int FROM = 2;
    private static final int TO = 3;
    private static final int NEXT = 4; // of the same key: its slot plus one
    private static final int INTO = 5; // the session that it became part of: its slot plus one
    private static final int SAVED_FROM = 6;
    private static final int OWN = 7;

    // A key's words behind the key: its first session's slot plus one, how many records it has.
    private static final int FIRST = 0;
    private static final int COUNT = 1;

    private final Spec spec;
    private final int worker;
    private final int workers;
    private final Downstream downstream;
    private final int[] result;
    private final int[] arguments;
    private final int[] filters;
    private final RecordAggregates layout;
    private final KeyTable keys;
    private final KeyTable sessions;
    private final Records records;
    private final Records before;
    private final Records unsaved = new Records(1);
    private final TimeQueue closings = new TimeQueue(64_000_000);
    private final Records later = new Records(1);
    private final ChosenRows chosen = new ChosenRows();
    private final StructType stateSchema;
    private final Batch some;
    private final Batch one;
    private final Batch output;
    private final long[] weights = new long[Batch.ROWS + 2];
    private int[] keySlots = {};
    private int[] slots = {};
    private long live;
    private long updated;
    private long removed;

    /// @param input the keys, the time, the gap, then what [GroupAggregate#inputs] says
    /// @param keys how many of the first columns are the key
    /// @param result each column of the result's key: one of the keys, [#START] or [#END]
    /// @param output the result's key, then the aggregates
    /// @param emission when a session is given
    /// @param lagMicros how far the time lags behind the watermark; none: sessions stay open
    public record Spec(
            String stateId,
            StructType input,
            int keys,
            List<AggregateCall> aggregates,
            List<Integer> result,
            StructType output,
            GroupAggregate.Emission emission,
            OptionalLong lagMicros) {
        public Spec {
            aggregates = List.copyOf(aggregates);
            result = List.copyOf(result);
        }

        /// The same with time and gap as keys, for the places of the columns.
        private GroupAggregate.Spec columns() {
            return new GroupAggregate.Spec(
                    stateId, input, keys + 2, aggregates, output, false, false);
        }
    }

    /// @param worker which worker's part of the keys this is, of `workers`
    public SessionAggregate(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        this.worker = worker;
        this.workers = workers;
        this.downstream = downstream;
        result = spec.result().stream().mapToInt(Integer::intValue).toArray();
        var columns = spec.columns();
        arguments =
                Arrays.stream(GroupAggregate.valueColumns(columns))
                        .mapToInt(values -> values.length == 0 ? -1 : values[0])
                        .toArray();
        filters = GroupAggregate.filterColumns(columns);
        keys =
                new KeyTable(
                        IntStream.range(0, spec.keys())
                                .mapToObj(i -> spec.input().typeOf(i))
                                .toList(),
                        2);
        layout = RecordAggregates.ofPartials(columns, OWN);
        sessions = new KeyTable(List.of(), OWN - 1 + layout.words());
        records = sessions.records();
        before = new Records(1 + records.width());
        var saved = new StructType();
        for (int i = 0; i < spec.keys(); i++) {
            saved = saved.add("key" + i, spec.input().typeOf(i));
        }
        saved = saved.add("start", "bigint").add("end", "bigint");
        stateSchema = PartialAggregate.partials(saved, spec.aggregates());
        one = Batch.create(stateSchema, 1);
        some = Batch.create(spec.input(), Batch.ROWS);
        output = Batch.create(spec.output(), 64);
    }

    @Override
    public String name() {
        return "sessionAggregate";
    }

    private long word(int session, int word) {
        return records.page(session)[records.at(session) + word];
    }

    private void set(int session, int word, long value) {
        records.page(session)[records.at(session) + word] = value;
    }

    private boolean is(int session, long bit) {
        return (word(session, 0) & bit) != 0;
    }

    private void mark(int session, long bit) {
        set(session, 0, word(session, 0) | bit);
    }

    private void unmark(int session, long bit) {
        set(session, 0, word(session, 0) & ~bit);
    }

    private long keyWord(int key, int word) {
        return keys.records().page(key)[keys.records().at(key) + keys.ownWords() + word];
    }

    private void setKeyWord(int key, int word, long value) {
        keys.records().page(key)[keys.records().at(key) + keys.ownWords() + word] = value;
    }

    @Override
    public void push(Batch delta) {
        var rows = inSessions(delta);
        int count = rows.rows();
        if (slots.length < count) {
            slots = new int[Math.max(count, Batch.ROWS)];
            keySlots = new int[slots.length];
        }
        findKeys(rows, keySlots);
        var times = rows.longs(spec.keys()).values();
        var gaps = rows.longs(spec.keys() + 1).values();
        for (int row = 0; row < count; row++) {
            if (rows.weight(row) < 0) {
                throw new IllegalStateException("a row was taken away from a session");
            }
            long end = times[row] + gaps[row];
            slots[row] = join(keySlots[row], times[row], end < times[row] ? Long.MAX_VALUE : end);
        }
        int word = layout.rowsWord();
        for (int row = 0; row < count; row++) {
            while (word(slots[row], INTO) != 0) {
                slots[row] = (int) word(slots[row], INTO) - 1;
            }
            set(slots[row], word, word(slots[row], word) + rows.weight(row));
        }
        for (int i = 0; i < arguments.length; i++) {
            var counted = chosen.choose(rows, arguments[i], filters[i]);
            layout.list().get(i).add(sessions, slots, rows, counted, chosen.count());
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

    private void findKeys(Batch rows, int[] found) {
        if (spec.keys() > 0) {
            keys.lookup(rows, found);
            return;
        }
        if (keys.records().slots() == 0) {
            keys.records().allocate();
        }
        Arrays.fill(found, 0, rows.rows(), 0);
    }

    /// The session of a key that `[from, to]` belongs to, which is made, or made of several.
    private int join(int key, long from, long to) {
        int first = -1;
        long start = from;
        long end = to;
        for (int session = next(keyWord(key, FIRST)); session >= 0; session = nextOf(session)) {
            if (is(session, LIVE) && word(session, FROM) <= to && word(session, TO) >= from) {
                start = Math.min(start, word(session, FROM));
                end = Math.max(end, word(session, TO));
                if (first < 0 || word(session, FROM) < word(first, FROM)) {
                    first = session;
                }
            }
        }
        if (first < 0) {
            first = fresh(key);
        }
        touch(first);
        for (int session = next(keyWord(key, FIRST)); session >= 0; session = nextOf(session)) {
            if (session != first
                    && is(session, LIVE)
                    && word(session, FROM) <= to
                    && word(session, TO) >= from) {
                merge(session, first);
            }
        }
        set(first, FROM, start);
        set(first, TO, end);
        return first;
    }

    private static int next(long link) {
        return (int) link - 1;
    }

    private int nextOf(int session) {
        return next(word(session, NEXT));
    }

    private int fresh(int key) {
        int session = records.allocate();
        mark(session, LIVE);
        set(session, KEY, key);
        set(session, FROM, Long.MAX_VALUE);
        set(session, TO, Long.MIN_VALUE);
        set(session, NEXT, keyWord(key, FIRST));
        setKeyWord(key, FIRST, session + 1L);
        setKeyWord(key, COUNT, keyWord(key, COUNT) + 1);
        live++;
        return session;
    }

    /// Makes a session part of another one, which is its key's.
    private void merge(int session, int into) {
        touch(session);
        one.clear();
        one.reserve(1);
        save(session, one, 0);
        one.setRows(1);
        int column = spec.keys() + 2;
        int word = layout.rowsWord();
        set(into, word, word(into, word) + one.longs(column++).getLong(0));
        int[] to = {into};
        for (var aggregate : layout.list()) {
            aggregate.merge(sessions, to, one, column);
            column += aggregate.stateTypes().size();
        }
        set(session, INTO, into + 1L);
        end(session);
    }

    /// A session that is no more; its record stays until that is saved.
    private void end(int session) {
        unmark(session, LIVE);
        live--;
    }

    private void touch(int session) {
        if (is(session, TOUCHED)) {
            return;
        }
        int copy = before.allocateUnset();
        var to = before.page(copy);
        int toAt = before.at(copy);
        to[toAt] = session;
        System.arraycopy(records.page(session), records.at(session), to, toAt + 1, records.width());
        mark(session, TOUCHED);
    }

    @Override
    public void endEpoch(EpochEnd end) {
        updated = before.slots();
        removed = 0;
        for (int i = 0; i < before.slots(); i++) {
            settle((int) before.page(i)[before.at(i)], before.page(i), before.at(i) + 1);
        }
        before.clear();
        if (spec.emission() == GroupAggregate.Emission.WHOLE) {
            for (int session = 0; session < records.slots(); session++) {
                if (is(session, LIVE)) {
                    emit(session, records.page(session), records.at(session), 1);
                }
            }
        } else {
            close(end.watermarkMicros());
        }
        flush();
        sessions.compact(layout.textWords(), session -> word(session, 0) != 0);
        keys.compact(new int[0], key -> keyWord(key, COUNT) > 0);
    }

    private void settle(int session, long[] copy, int copyAt) {
        boolean alive = is(session, LIVE);
        if (spec.emission() == GroupAggregate.Emission.CHANGES) {
            if (is(session, EMITTED)) {
                emit(session, copy, copyAt, -1);
            }
            if (alive) {
                emit(session, records.page(session), records.at(session), 1);
            }
        }
        unmark(session, TOUCHED);
        if (alive) {
            mark(session, EMITTED);
            await(session);
        } else {
            unmark(session, EMITTED);
        }
        markUnsaved(session);
        if (output.rows() >= Batch.ROWS) {
            flush();
        }
    }

    private void markUnsaved(int session) {
        if (!is(session, UNSAVED)) {
            mark(session, UNSAVED);
            int entry = unsaved.allocateUnset();
            unsaved.page(entry)[unsaved.at(entry)] = session;
        }
    }

    private void await(int session) {
        if (spec.lagMicros().isPresent() && !is(session, QUEUED)) {
            mark(session, QUEUED);
            closings.add(deadline(session), session);
        }
    }

    /// The session is complete when the watermark is above this.
    private long deadline(int session) {
        return GroupAggregate.saturatedSum(word(session, TO), spec.lagMicros().orElse(0));
    }

    private void close(long watermarkMicros) {
        closings.drain(
                watermarkMicros,
                session -> {
                    if (!is(session, LIVE) || !is(session, QUEUED)) {
                        return false;
                    }
                    if (deadline(session) < watermarkMicros) {
                        complete(session);
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
        boolean isFinal = spec.emission() == GroupAggregate.Emission.FINAL;
        if (watermarkMicros == Long.MAX_VALUE && isFinal) {
            for (int session = 0; session < records.slots(); session++) {
                if (is(session, LIVE)) {
                    complete(session);
                }
            }
        }
    }

    private void complete(int session) {
        if (spec.emission() == GroupAggregate.Emission.FINAL) {
            emit(session, records.page(session), records.at(session), 1);
        }
        removed++;
        unmark(session, EMITTED | QUEUED);
        end(session);
        markUnsaved(session);
    }

    private void emit(int session, long[] page, int at, long weight) {
        output.reserve(output.rows() + 1);
        int row = output.rows();
        one.clear();
        one.reserve(1);
        keys.writeKey((int) word(session, KEY), one, 0);
        for (int i = 0; i < result.length; i++) {
            switch (result[i]) {
                case START -> output.longs(i).setLong(row, page[at + FROM]);
                case END -> output.longs(i).setLong(row, page[at + TO]);
                default -> output.column(i).copy(row, one.column(result[i]), 0);
            }
        }
        for (int i = 0; i < layout.list().size(); i++) {
            var column = output.column(result.length + i);
            column.setPresent(row);
            layout.list().get(i).result(sessions, page, at, column, row);
        }
        weights[row] = weight;
        output.setRows(row + 1);
        if (output.rows() >= Batch.ROWS + (weight < 0 ? 1 : 0)) {
            flush();
        }
    }

    private void flush() {
        int rows = output.rows();
        if (rows > 0) {
            boolean inserts = true;
            for (int row = 0; row < rows; row++) {
                inserts &= weights[row] == 1;
            }
            output.setWeights(inserts ? null : weights);
            downstream.push(output);
            output.clear();
        }
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    /// The keys, start and end of the session, how many rows, then what each aggregate saves. A
    /// session is told by keys and start.
    @Override
    public StructType stateSchema() {
        return stateSchema;
    }

    @Override
    public int stateVersion() {
        return 1;
    }

    private void save(int session, Batch out, int row) {
        keys.writeKey((int) word(session, KEY), out, row);
        int column = spec.keys();
        out.longs(column++).setLong(row, word(session, FROM));
        out.longs(column++).setLong(row, word(session, TO));
        out.longs(column++).setLong(row, word(session, layout.rowsWord()));
        for (var aggregate : layout.list()) {
            aggregate.save(sessions, records.page(session), records.at(session), out, column, row);
            column += aggregate.stateTypes().size();
        }
    }

    @Override
    public void writeChanges(Consumer<Batch> rows) {
        var writer = new Writer(rows);
        for (int i = 0; i < unsaved.slots(); i++) {
            int session = (int) unsaved.page(i)[unsaved.at(i)];
            unmark(session, UNSAVED);
            boolean alive = is(session, LIVE);
            if (is(session, SAVED)
                    && (!alive || word(session, SAVED_FROM) != word(session, FROM))) {
                writer.add(session, false);
            }
            if (alive) {
                writer.add(session, true);
                mark(session, SAVED);
                set(session, SAVED_FROM, word(session, FROM));
            }
        }
        for (int i = 0; i < unsaved.slots(); i++) {
            int session = (int) unsaved.page(i)[unsaved.at(i)];
            if (!is(session, LIVE) && !is(session, UNSAVED)) {
                forget(session);
            }
        }
        unsaved.clear();
        writer.end();
    }

    private void forget(int session) {
        int key = (int) word(session, KEY);
        int previous = -1;
        for (int at = next(keyWord(key, FIRST)); at != session; at = nextOf(at)) {
            previous = at;
        }
        if (previous < 0) {
            setKeyWord(key, FIRST, word(session, NEXT));
        } else {
            set(previous, NEXT, word(session, NEXT));
        }
        for (var aggregate : layout.list()) {
            aggregate.release(sessions, records.page(session), records.at(session));
        }
        set(session, 0, 0);
        records.release(session);
        setKeyWord(key, COUNT, keyWord(key, COUNT) - 1);
        if (keyWord(key, COUNT) == 0 && spec.keys() > 0) {
            keys.remove(key);
        }
    }

    @Override
    public void writeAll(Consumer<Batch> rows) {
        var writer = new Writer(rows);
        for (int session = 0; session < records.slots(); session++) {
            if (is(session, LIVE)) {
                writer.add(session, true);
                if (!is(session, SAVED)) {
                    mark(session, SAVED);
                    set(session, SAVED_FROM, word(session, FROM));
                }
            }
        }
        writer.end();
    }

    /// Fills batches with sessions.
    private final class Writer {
        private final Consumer<Batch> to;
        private final Batch batch = Batch.create(stateSchema, Batch.ROWS);
        private final long[] signs = new long[Batch.ROWS];

        Writer(Consumer<Batch> to) {
            this.to = to;
        }

        void add(int session, boolean there) {
            int row = batch.rows();
            save(session, batch, row);
            if (!there) {
                batch.longs(spec.keys()).setLong(row, word(session, SAVED_FROM));
            }
            signs[row] = there ? 1 : -1;
            batch.setRows(row + 1);
            if (batch.rows() == Batch.ROWS) {
                end();
            }
        }

        void end() {
            if (batch.rows() > 0) {
                batch.setWeights(signs);
                to.accept(batch);
                batch.clear();
            }
        }
    }

    @Override
    public void restore(Batch rows) {
        int[] key = new int[1];
        for (int row = 0; row < rows.rows(); row++) {
            boolean owned =
                    spec.keys() == 0
                            ? worker == 0
                            : KeyGroups.owner(KeyGroups.hash(rows, spec.keys(), row), workers)
                                    == worker;
            if (!owned) {
                continue;
            }
            var saved = Batch.create(stateSchema, 1);
            saved.append(rows, row);
            findKeys(saved, key);
            remove(key[0], saved.longs(spec.keys()).getLong(0));
            findKeys(saved, key); // it may have gone with its last session
            if (rows.weight(row) > 0) {
                load(fresh(key[0]), saved);
            } else if (keyWord(key[0], COUNT) == 0 && spec.keys() > 0) {
                keys.remove(key[0]);
            }
        }
    }

    private void remove(int key, long start) {
        for (int session = next(keyWord(key, FIRST)); session >= 0; session = nextOf(session)) {
            if (word(session, FROM) == start) {
                end(session);
                forget(session);
                return;
            }
        }
    }

    private void load(int session, Batch saved) {
        int column = spec.keys();
        set(session, FROM, saved.longs(column++).getLong(0));
        set(session, TO, saved.longs(column++).getLong(0));
        set(session, SAVED_FROM, word(session, FROM));
        set(session, layout.rowsWord(), saved.longs(column++).getLong(0));
        for (var aggregate : layout.list()) {
            aggregate.load(sessions, saved, column, 0, records.page(session), records.at(session));
            column += aggregate.stateTypes().size();
        }
        mark(session, EMITTED | SAVED);
        await(session);
    }

    @Override
    public long stateRows() {
        return live;
    }

    @Override
    public long stateRowsUpdated() {
        return updated;
    }

    @Override
    public long stateRowsRemoved() {
        return removed;
    }

    @Override
    public long stateBytes() {
        return keys.bytes()
                + sessions.bytes()
                + before.bytes()
                + unsaved.bytes()
                + closings.bytes();
    }
}
