package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyTable;
import io.tidemill.state.Records;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One worker's sessions, each a record: a head of bits, its key's slot, from when to when it is in
/// microseconds, then how many rows, and each aggregate's words.
///
/// The sessions of a key hang together from the key's record on, in no order; one that is no more
/// stays among them until that is saved. One thread's own.
final class Sessions {
    // Bits of a session's head.
    static final long LIVE = 1;
    static final long TOUCHED = 2;
    static final long EMITTED = 4;
    static final long UNSAVED = 8;
    static final long SAVED = 16;
    static final long QUEUED = 32;
    static final long AGING = 64;

    // A session's words.
    static final int KEY = 1;
    static final int FROM = 2;
    static final int TO = 3;
    static final int NEXT = 4; // of the same key: its slot plus one
    static final int INTO = 5; // the session that it became part of: its slot plus one
    static final int SAVED_FROM = 6;
    static final int CHANGED = 7; // when it last had a row, by the clock, if sessions age
    static final int OWN = 8;

    // A key's words behind the key: its first session's slot plus one, how many records it has.
    private static final int FIRST = 0;
    private static final int COUNT = 1;

    private final SessionAggregate.Spec spec;
    private final RecordAggregates layout;
    private final KeyTable keys;
    private final KeyTable table;
    private final Records records;
    private long live;

    Sessions(SessionAggregate.Spec spec) {
        this.spec = spec;
        keys =
                new KeyTable(
                        IntStream.range(0, spec.keys())
                                .mapToObj(i -> spec.input().typeOf(i))
                                .toList(),
                        2);
        layout = RecordAggregates.ofPartials(spec.columns(), OWN);
        table = new KeyTable(List.of(), OWN - 1 + layout.words());
        records = table.records();
    }

    SessionAggregate.Spec spec() {
        return spec;
    }

    RecordAggregates layout() {
        return layout;
    }

    /// The table that the aggregates' words are in.
    KeyTable table() {
        return table;
    }

    Records records() {
        return records;
    }

    /// How many sessions there are.
    long live() {
        return live;
    }

    long word(int session, int word) {
        return records.page(session)[records.at(session) + word];
    }

    void set(int session, int word, long value) {
        records.page(session)[records.at(session) + word] = value;
    }

    boolean is(int session, long bit) {
        return (word(session, 0) & bit) != 0;
    }

    void mark(int session, long bit) {
        set(session, 0, word(session, 0) | bit);
    }

    void unmark(int session, long bit) {
        set(session, 0, word(session, 0) & ~bit);
    }

    private long keyWord(int key, int word) {
        return keys.records().page(key)[keys.records().at(key) + keys.ownWords() + word];
    }

    private void setKeyWord(int key, int word, long value) {
        keys.records().page(key)[keys.records().at(key) + keys.ownWords() + word] = value;
    }

    /// Finds the keys of some rows, which are made if they are not there.
    void findKeys(Batch rows, int[] found) {
        if (spec.keys() > 0) {
            keys.lookup(rows, found);
            return;
        }
        if (keys.records().slots() == 0) {
            keys.records().allocate();
        }
        Arrays.fill(found, 0, rows.rows(), 0);
    }

    void writeKey(int session, Batch out, int row) {
        keys.writeKey((int) word(session, KEY), out, row);
    }

    /// The first record of a key's, -1 if it has none; then [#next] gives the others.
    int first(int key) {
        return (int) keyWord(key, FIRST) - 1;
    }

    int next(int session) {
        return (int) word(session, NEXT) - 1;
    }

    /// Begins a session, of no time yet.
    int begin(int key) {
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

    /// Says that a session is no more; its record stays until [#forget].
    void end(int session) {
        unmark(session, LIVE);
        live--;
    }

    /// Gives a record back, and its key with the last one.
    void forget(int session) {
        int key = (int) word(session, KEY);
        int previous = -1;
        for (int at = first(key); at != session; at = next(at)) {
            previous = at;
        }
        if (previous < 0) {
            setKeyWord(key, FIRST, word(session, NEXT));
        } else {
            set(previous, NEXT, word(session, NEXT));
        }
        for (var aggregate : layout.list()) {
            aggregate.release(table, records.page(session), records.at(session));
        }
        set(session, 0, 0);
        records.release(session);
        setKeyWord(key, COUNT, keyWord(key, COUNT) - 1);
        forgetEmpty(key);
    }

    /// Gives a key back that has no record.
    void forgetEmpty(int key) {
        if (keyWord(key, COUNT) == 0 && spec.keys() > 0) {
            keys.remove(key);
        }
    }

    /// Where among the columns of [#save] the partial aggregates begin, their number of rows first.
    int firstPartial() {
        return spec.keys() + (spec.isAging() ? 3 : 2);
    }

    /// The columns of [#save]: the keys, start and end, when it last had a row if that matters, how
    /// many rows, then what each aggregate saves.
    StructType saved() {
        var schema = new StructType();
        for (int i = 0; i < spec.keys(); i++) {
            schema = schema.add("key" + i, spec.input().typeOf(i));
        }
        schema = schema.add("start", "bigint").add("end", "bigint");
        if (spec.isAging()) {
            schema = schema.add("changed", "bigint");
        }
        return PartialAggregate.partials(schema, spec.aggregates());
    }

    void save(int session, Batch out, int row) {
        writeKey(session, out, row);
        int column = spec.keys();
        out.longs(column++).setLong(row, word(session, FROM));
        out.longs(column++).setLong(row, word(session, TO));
        if (spec.isAging()) {
            out.longs(column++).setLong(row, word(session, CHANGED));
        }
        out.longs(column++).setLong(row, word(session, layout.rowsWord()));
        for (var aggregate : layout.list()) {
            aggregate.save(table, records.page(session), records.at(session), out, column, row);
            column += aggregate.stateTypes().size();
        }
    }

    /// Takes a session's time, rows and aggregates from the only row of `saved`.
    void load(int session, Batch saved) {
        int column = spec.keys();
        set(session, FROM, saved.longs(column++).getLong(0));
        set(session, TO, saved.longs(column++).getLong(0));
        if (spec.isAging()) {
            set(session, CHANGED, saved.longs(column++).getLong(0));
        }
        set(session, layout.rowsWord(), saved.longs(column++).getLong(0));
        for (var aggregate : layout.list()) {
            aggregate.load(table, saved, column, 0, records.page(session), records.at(session));
            column += aggregate.stateTypes().size();
        }
    }

    /// Gives back what released strings and keys took, when that is worth it.
    void compact() {
        table.compact(layout.textWords(), session -> word(session, 0) != 0);
        keys.compact(new int[0], key -> keyWord(key, COUNT) > 0);
    }

    long bytes() {
        return keys.bytes() + table.bytes();
    }
}
