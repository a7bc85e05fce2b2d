package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.expression.AggregateCall;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.Operator;
import io.tidemill.operator.window.Windows;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Aggregates an epoch's rows before they go to their groups: every row is added once, to the pane
/// of time that it lies in, and only panes are given to each of the windows that share them.
///
/// In: the plain keys, the time if there are panes, what each aggregate computes from a row, the
/// filters; any weights. Rows whose time is NULL are in no window. Out, at the end of an epoch or
/// when there are many groups: insert-only rows of [#partials], for a [GroupAggregate] that takes
/// partials; a group of an epoch may come in several of them. State: none between epochs.
///
/// Source: Li et al., *No Pane, No Gain*, SIGMOD Record 2005.
public final class PartialAggregate implements Operator, Downstream {
    /// Stands for the start of a window among the columns of a key.
    public static final int START = -1;

    /// Stands for the end of a window among the columns of a key.
    public static final int END = -2;

    private static final int MOST_GROUPS = 1 << 16;

    private final GroupAggregate.Spec spec;
    private final Optional<Panes> panes;
    private final int[] key;
    private final Downstream downstream;
    private final int[] arguments;
    private final int[] filters;
    private final RecordAggregates layout;
    private final int ownWords;
    private final LongColumn paneStarts;
    private final Batch withTime;
    private final Batch keyRow;
    private final Batch output;
    private final ChosenRows chosen = new ChosenRows();
    private int[] slots = {};
    private KeyTable table;

    /// Time cut such that every window is made of whole panes.
    ///
    /// @param windows which windows an instant, and the pane that begins there, lies in
    /// @param sizeMicros how long a pane is
    /// @param offsetMicros where one begins
    public record Panes(Windows windows, long sizeMicros, long offsetMicros) {}

    /// @param spec what comes in; its key is the plain keys and, behind them, the time if there are
    ///   panes
    /// @param key each column of the groups' key: a plain key, [#START] or [#END]
    /// @param output as [#partials] says
    public PartialAggregate(
            GroupAggregate.Spec spec,
            Optional<Panes> panes,
            List<Integer> key,
            StructType output,
            Downstream downstream) {
        this.spec = spec;
        this.panes = panes;
        this.key = key.stream().mapToInt(Integer::intValue).toArray();
        this.downstream = downstream;
        this.output = Batch.create(output, Batch.ROWS);
        arguments = InputColumns.arguments(spec);
        filters = InputColumns.filters(spec);
        var keySchema = new StructType(spec.input().fieldList().subList(0, spec.keys()));
        keyRow = Batch.create(keySchema, 1);
        table = new KeyTable(RecordAggregates.keyTypes(spec), 1);
        ownWords = table.ownWords();
        layout = RecordAggregates.ofPartials(spec, ownWords);
        table = emptyTable();
        paneStarts =
                new LongColumn(
                        panes.isPresent()
                                ? spec.input().typeOf(spec.keys() - 1)
                                : DataTypes.LongType,
                        panes.isPresent() ? Batch.ROWS : 0);
        withTime = Batch.create(spec.input(), panes.isPresent() ? Batch.ROWS : 0);
    }

    /// Whether partial aggregates of these can be put together to exactly the same.
    ///
    /// @param retracting whether rows may be taken away
    public static boolean supports(
            StructType input, int keys, List<AggregateCall> calls, boolean retracting) {
        return KeyTable.supports(IntStream.range(0, keys).mapToObj(input::typeOf).toList())
                && calls.stream().allMatch(call -> RecordAggregates.merges(call, retracting));
    }

    /// The columns of partial aggregates: the groups' key, how many rows, what each aggregate
    /// saves.
    public static StructType partials(StructType keys, List<AggregateCall> calls) {
        var schema = keys.add("rows", "bigint");
        var layout = RecordAggregates.ofPartials(calls);
        for (int i = 0; i < layout.list().size(); i++) {
            for (var type : layout.list().get(i).stateTypes()) {
                schema = schema.add("partial" + schema.size(), type);
            }
        }
        return schema;
    }

    @Override
    public String name() {
        return "partialAggregate";
    }

    private KeyTable emptyTable() {
        return new KeyTable(RecordAggregates.keyTypes(spec), layout.words());
    }

    @Override
    public void push(Batch delta) {
        var rows = panes.isPresent() ? inPanes(delta, panes.get()) : delta;
        int count = rows.rows();
        if (count == 0) {
            return;
        }
        if (slots.length < count) {
            slots = new int[Math.max(count, Batch.ROWS)];
        }
        if (spec.keys() == 0) {
            Arrays.fill(slots, 0, count, 0);
            if (table.records().slots() == 0) {
                table.records().allocate();
            }
        } else {
            table.lookup(rows, slots);
        }
        var records = table.records();
        int word = layout.rowsWord();
        for (int row = 0; row < count; row++) {
            records.page(slots[row])[records.at(slots[row]) + word] += rows.weight(row);
        }
        for (int i = 0; i < arguments.length; i++) {
            var some = chosen.choose(rows, arguments[i], filters[i]);
            layout.list().get(i).add(table, slots, rows, some, chosen.count());
        }
        if (records.slots() >= MOST_GROUPS) {
            flush();
        }
    }

    /// The rows with the start of their pane in place of the time.
    private Batch inPanes(Batch delta, Panes cut) {
        int time = spec.keys() - 1;
        var rows = delta;
        if (delta.column(time).mayHaveNulls()) {
            withTime.clear();
            for (int row = 0; row < delta.rows(); row++) {
                if (!delta.column(time).isNull(row)) {
                    withTime.append(delta, row);
                }
            }
            rows = withTime;
        }
        int count = rows.rows();
        paneStarts.reserve(count);
        var starts = paneStarts.values();
        var times = rows.longs(time).values();
        for (int row = 0; row < count; row++) {
            starts[row] =
                    times[row]
                            - Math.floorMod(
                                    Math.floorMod(times[row], cut.sizeMicros())
                                            - cut.offsetMicros(),
                                    cut.sizeMicros());
        }
        var columns = new Column[rows.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i == time ? paneStarts : rows.column(i);
        }
        var cutRows = new Batch(spec.input(), columns);
        cutRows.setRows(count);
        cutRows.setWeights(rows.weights());
        return cutRows;
    }

    @Override
    public void endEpoch(EpochEnd end) {
        flush();
        push();
    }

    /// Gives what there is to all windows, and begins anew.
    private void flush() {
        int groups = table.records().slots();
        for (int slot = 0; slot < groups; slot++) {
            keyRow.clear();
            keyRow.reserve(1);
            table.writeKey(slot, keyRow, 0);
            if (panes.isEmpty()) {
                write(slot, 0, 0);
                continue;
            }
            var windows = panes.get().windows();
            int count = windows.find(keyRow.longs(spec.keys() - 1).getLong(0));
            for (int i = 0; i < count; i++) {
                write(slot, windows.start(i), windows.end(i));
            }
        }
        if (groups > 0) {
            table = emptyTable();
        }
    }

    private void write(int slot, long start, long end) {
        int row = output.rows();
        for (int i = 0; i < key.length; i++) {
            switch (key[i]) {
                case START -> output.longs(i).setLong(row, start);
                case END -> output.longs(i).setLong(row, end);
                default -> output.column(i).copy(row, keyRow.column(key[i]), 0);
            }
        }
        var page = table.records().page(slot);
        int at = table.records().at(slot);
        int column = key.length;
        output.longs(column++).setLong(row, page[at + layout.rowsWord()]);
        for (var aggregate : layout.list()) {
            aggregate.save(table, page, at, output, column, row);
            column += aggregate.stateTypes().size();
        }
        output.setRows(row + 1);
        if (output.rows() == Batch.ROWS) {
            push();
        }
    }

    private void push() {
        if (output.rows() > 0) {
            downstream.push(output);
            output.clear();
        }
    }
}
