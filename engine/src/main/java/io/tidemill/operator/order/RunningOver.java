package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.WeighedOutput;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.StateSize;
import io.tidemill.state.Stateful;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Each row with the values of window functions that only look back in the order of event time,
/// once, when the watermark has passed the row's time: output mode append.
///
/// In: as [OverRows], rows that are only added; the first sort key is event time, ascending. Out:
/// each row once. A row without a time comes at the end of all input. State: rows that were not
/// given yet, and those given that the frames of later ones reach; all, where a function counts or
/// frames begin with the partition. Beside the rows it keeps up to which time it gave them, in
/// every worker the same ([#progress]).
public final class RunningOver implements OrderedOperator {
    private final OverRows.Spec spec;
    private final long lagMicros;
    private final OrderedRows rows;
    private final RowBytes outputCodec;
    private final WindowValues functions;
    private final PartitionView view;
    private final WeighedOutput output;
    private final Closings<Partition> due = new Closings<>();
    private final Progress progress;
    private ZoneId zone = ZoneOffset.UTC;

    /// @param lagMicros how far the time may lag behind the watermark
    public RunningOver(
            OverRows.Spec spec, long lagMicros, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        this.lagMicros = lagMicros;
        rows =
                new OrderedRows(
                        spec.input(),
                        spec.partitionKeys(),
                        spec.order(),
                        spec.sortKeys(),
                        spec.saved(),
                        worker,
                        workers);
        outputCodec = OverCall.outputCodec(spec.input(), spec.order(), spec.columns());
        functions = new WindowValues(spec.functions(), () -> zone);
        view = new PartitionView(rows, spec.values());
        output = new WeighedOutput(spec.output(), downstream);
        progress = new Progress(spec.stateId() + "-progress", worker == 0);
    }

    /// Up to which time rows were given.
    public Stateful progress() {
        return progress;
    }

    @Override
    public String name() {
        return "over";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        zone = evaluation.zone();
    }

    @Override
    public void push(Batch delta) {
        int[] slots = rows.lookup(delta);
        for (int row = 0; row < delta.rows(); row++) {
            if (delta.weight(row) < 0) {
                throw new IllegalStateException("a row was taken away where none ever is");
            }
            var partition = rows.partition(slots[row]);
            rows.codec().encode(delta, row);
            expect(partition, rows.firstLong());
            rows.add(partition, delta.weight(row));
        }
        rows.compact();
    }

    /// Sees that the partition is looked at when this time is over.
    private void expect(Partition partition, long time) {
        if (partition.note == Long.MIN_VALUE || time < partition.note) {
            partition.note = time;
            due.add(time, partition);
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        long bound = Closings.bound(end, lagMicros);
        var partitions = new LinkedHashSet<Partition>();
        due.close(bound, partitions::add);
        for (var partition : partitions) {
            if (rows.existing(partition.slot()) == partition) {
                give(partition, bound);
            }
        }
        output.flush();
        rows.endEpoch();
        progress.advance(bound);
    }

    private static boolean isFinal(long time, long bound) {
        return time < bound || bound == Long.MAX_VALUE;
    }

    private void give(Partition partition, long bound) {
        view.clear();
        partition.note = Long.MIN_VALUE;
        int given = 0;
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                long address = partition.row(c, i);
                long time = rows.firstLong(address);
                if (isFinal(time, bound)) {
                    view.add(address, rows.count(address));
                    given += time < progress.bound ? rows.count(address) : 0;
                } else {
                    expect(partition, time);
                    break; // the others are later
                }
            }
            if (partition.note != Long.MIN_VALUE) {
                break;
            }
        }
        view.group();
        var values = functions.values(view, given);
        for (int i = 0; i < values.length; i++) {
            emit(view.address(given + i), values[i]);
        }
        forget(partition, functions.retainedFrom(view, bound, this::time));
    }

    private long time(int position) {
        return rows.firstLong(view.address(position));
    }

    /// Lets go of the rows before a position.
    private void forget(Partition partition, int position) {
        for (int i = 0; i < position; i++) {
            boolean whole = position == view.count() || view.address(position) != view.address(i);
            if (whole && rows.count(view.address(i)) > 0) {
                rows.remove(partition, view.address(i));
            }
        }
    }

    private void emit(long address, @Nullable Object[] values) {
        int row = output.row();
        var batch = output.batch();
        rows.write(address, outputCodec, batch, row);
        for (int i = 0; i < values.length; i++) {
            batch.column(spec.columns() + i).set(row, values[i]);
        }
        output.add(1);
        output.flushIfFull();
    }

    @Override
    public OrderedRows ordered() {
        return rows;
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    @Override
    public void restore(Batch state) {
        rows.state()
                .restore(
                        state,
                        (partition, _) -> expect(partition, rows.firstLong(partition.row(0, 0))));
    }

    /// One number, the same in all workers; the first of them saves it.
    private static final class Progress implements Stateful {
        private static final StructType SCHEMA =
                new StructType().add("given_before", DataTypes.LongType);

        private final String stateId;
        private final boolean saves;
        private long bound = Long.MIN_VALUE;
        private boolean changed;

        Progress(String stateId, boolean saves) {
            this.stateId = stateId;
            this.saves = saves;
        }

        void advance(long to) {
            changed |= to > bound;
            bound = Math.max(bound, to);
        }

        @Override
        public String stateId() {
            return stateId;
        }

        @Override
        public StructType stateSchema() {
            return SCHEMA;
        }

        @Override
        public void writeChanges(Consumer<Batch> to) {
            if (changed) {
                changed = false;
                writeAll(to);
            }
        }

        @Override
        public long writePiece(long from, Consumer<Batch> to) {
            if (saves && bound > Long.MIN_VALUE) {
                var batch = Batch.create(SCHEMA, 1);
                batch.append(bound);
                to.accept(batch);
            }
            return -1;
        }

        @Override
        public void restore(Batch rows) {
            for (int row = 0; row < rows.rows(); row++) {
                bound = Math.max(bound, rows.longs(0).getLong(row));
            }
        }

        @Override
        public StateSize stateSize() {
            return StateSize.NOTHING;
        }
    }
}
