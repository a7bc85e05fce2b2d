package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.WeighedOutput;
import io.tidemill.operator.order.TopRows.Closing;
import io.tidemill.sql.types.StructType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Each row with the values of window functions over its partition.
///
/// In: the partition's key, sort keys and arguments that are no columns, the row; changes in any
/// order. Out: rows, each with its values; of a partition with changes, from the first row that
/// they can reach on, the rows whose values became others, the old one at -1 directly before the
/// new one, and those that went or came. With a closing that is final, a partition is given once,
/// when the watermark has passed its time, and forgotten.
///
/// What a row was given is not kept: it is found again from the rows of the last epoch. State: all
/// rows of each partition.
public final class OverRows implements OrderedOperator {
    private final Spec spec;
    private final OrderedRows rows;
    private final RowBytes outputCodec;
    private final WindowValues functions;
    private final PartitionView before;
    private final PartitionView now;
    private final WeighedOutput output;
    private final Closings<Partition> closings = new Closings<>();
    private ZoneId zone = ZoneOffset.UTC;

    /// @param input the partition's key, then what else is ordered by or an argument, then the row
    /// @param partitionKeys how many of the first columns are the partition's key
    /// @param order what of the input a row is ordered by and made of; the targets are columns of
    ///   `values`
    /// @param sortKeys how many of the parts say the order, the others only tell equal rows apart
    /// @param values the columns of the row, then those that functions need besides
    /// @param columns how many of `values` are the row
    /// @param functions one for each value
    /// @param output the columns of the row, then the values
    /// @param saved whether state outlives the epoch
    /// @param ttlMicros after what time without a change a partition is forgotten; 0: never
    public record Spec(
            String stateId,
            StructType input,
            int partitionKeys,
            List<RowBytes.Part> order,
            int sortKeys,
            StructType values,
            int columns,
            List<OverCall> functions,
            StructType output,
            boolean saved,
            Optional<Closing> closing,
            long ttlMicros) {
        public Spec {
            order = List.copyOf(order);
            functions = List.copyOf(functions);
        }
    }

    public OverRows(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        rows =
                new OrderedRows(
                        spec.input(),
                        spec.partitionKeys(),
                        spec.order(),
                        spec.sortKeys(),
                        spec.saved(),
                        spec.ttlMicros(),
                        worker,
                        workers);
        outputCodec = OverCall.outputCodec(spec.input(), spec.order(), spec.columns());
        functions = new WindowValues(spec.functions(), () -> zone);
        before = new PartitionView(rows, spec.values());
        now = new PartitionView(rows, spec.values());
        output = new WeighedOutput(spec.output(), downstream);
    }

    @Override
    public String name() {
        return "over";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        zone = evaluation.zone();
        rows.beginEpoch(evaluation.nowMicros());
    }

    @Override
    public void push(Batch delta) {
        int[] slots = rows.lookup(delta);
        for (int row = 0; row < delta.rows(); row++) {
            var partition = rows.partition(slots[row]);
            watch(partition, delta, row);
            rows.codec().encode(delta, row);
            rows.add(partition, delta.weight(row));
        }
        rows.compact();
    }

    /// Sees that the partition is closed when its time is over; NULL is never over.
    private void watch(Partition partition, Batch keys, int row) {
        if (spec.closing().isPresent() && rows.isNew(partition)) {
            int column = spec.closing().get().key();
            if (!keys.column(column).isNull(row)) {
                closings.add(keys.longs(column).getLong(row), partition);
            } else if (spec.closing().get().isFinal()) {
                closings.add(Long.MAX_VALUE, partition);
            }
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        rows.ignoreForgotten();
        if (!spec.closing().map(Closing::isFinal).orElse(false)) {
            for (int i = 0; i < rows.touchedCount(); i++) {
                emitChanges(rows.touched(i));
            }
        }
        if (spec.closing().isPresent()) {
            close(end, spec.closing().get());
        }
        output.flush();
        rows.endEpoch(end.nowMicros());
    }

    private void close(EpochEnd end, Closing closing) {
        closings.close(
                Closings.bound(end, closing.lagMicros()),
                partition -> {
                    if (rows.existing(partition.slot()) != partition) {
                        return;
                    }
                    if (closing.isFinal()) {
                        before.clear();
                        view(now, partition, false);
                        emitChanges(0);
                    }
                    rows.clear(partition);
                });
    }

    private void view(PartitionView view, Partition partition, boolean old) {
        view.clear();
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                long address = partition.row(c, i);
                view.add(address, old ? rows.before(address) : rows.count(address));
            }
        }
        view.group();
    }

    private void emitChanges(Partition partition) {
        view(before, partition, true);
        view(now, partition, false);
        int changed = 0;
        int common = Math.min(before.count(), now.count());
        while (changed < common && before.address(changed) == now.address(changed)) {
            changed++;
        }
        if (changed < before.count() || changed < now.count()) {
            emitChanges(functions.affectedFrom(now, changed));
        }
    }

    /// Compares the rows, and their values, from a position on.
    private void emitChanges(int from) {
        var old = functions.values(before, from);
        var fresh = functions.values(now, from);
        int i = 0;
        int j = 0;
        while (i < old.length || j < fresh.length) {
            int order =
                    i == old.length
                            ? 1
                            : j == fresh.length
                                    ? -1
                                    : compare(before.address(from + i), now.address(from + j));
            if (order < 0) {
                emit(before.address(from + i), old[i], -1);
                i++;
            } else if (order > 0) {
                emit(now.address(from + j), fresh[j], 1);
                j++;
            } else {
                if (!Arrays.deepEquals(old[i], fresh[j])) {
                    emit(before.address(from + i), old[i], -1);
                    emit(now.address(from + j), fresh[j], 1);
                }
                i++;
                j++;
            }
            output.flushIfFull();
        }
    }

    private int compare(long left, long right) {
        return left == right ? 0 : rows.compare(left, right);
    }

    private void emit(long address, @Nullable Object[] values, long weight) {
        int row = output.row();
        var batch = output.batch();
        rows.write(address, outputCodec, batch, row);
        for (int i = 0; i < values.length; i++) {
            batch.column(spec.columns() + i).set(row, values[i]);
        }
        output.add(weight);
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
        rows.state().restore(state, (partition, row) -> watch(partition, state, row));
    }
}
