package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.WeighedOutput;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The rows of each partition whose rank lies in a range: `row_number() … <= n`, `rank`,
/// `dense_rank`, and without partitions ORDER BY with LIMIT and OFFSET.
///
/// In: the partition's key, sort keys that are no columns, the row; changes in any order. Out:
/// rows, with their rank if asked for; per partition whose range changed, exactly the rows that
/// left it or got another rank at -1, the new ones at +1; of one rank, or of the only one, the old
/// row directly before the new one. With a closing that is final, a partition is given once, when
/// the watermark has passed its time, and forgotten.
///
/// State: all rows of each partition; where rows are only ever added, those that can still be in
/// the range.
public final class TopRows implements OrderedOperator {
    private final Spec spec;
    private final OrderedRows rows;
    private final WeighedOutput output;
    private final Closings<Partition> closings = new Closings<>();

    // The rows of the range before and now, by rank from `first` on, while a partition is compared.
    private long[] were = new long[16];
    private long[] are = new long[16];
    private int wereCount;
    private boolean fromNothing;
    private int areCount;

    /// How rows are numbered; see `PlanNode.Rank`.
    public enum Rank {
        ROW_NUMBER,
        RANK,
        DENSE_RANK
    }

    /// When partitions are complete.
    ///
    /// @param key the column of the partition's key that is event time
    /// @param lagMicros how far it may lag behind the watermark
    /// @param isFinal whether a partition is given only then
    public record Closing(int key, long lagMicros, boolean isFinal) {}

    /// @param input the partition's key, then what else is ordered by, then the row
    /// @param partitionKeys how many of the first columns are the partition's key
    /// @param order what of the input a row is ordered by and made of; the first `sortKeys` say the
    ///   order, the others only tell equal rows apart
    /// @param first rank, from 1
    /// @param last rank
    /// @param withRank whether the rank is the last column of the output, an INT
    /// @param output what is given
    /// @param insertOnly whether rows are only ever added
    /// @param saved whether state outlives the epoch
    /// @param ttlMicros after what time without a change a partition is forgotten; 0: never
    public record Spec(
            String stateId,
            StructType input,
            int partitionKeys,
            List<RowBytes.Part> order,
            int sortKeys,
            Rank rank,
            long first,
            long last,
            boolean withRank,
            StructType output,
            boolean insertOnly,
            boolean saved,
            Optional<Closing> closing,
            long ttlMicros) {
        public Spec {
            order = List.copyOf(order);
        }
    }

    /// The operator for these rows: a leaner one where one row a key is enough.
    public static KeyedOperator create(Spec spec, int worker, int workers, Downstream downstream) {
        return FirstOfKey.supports(spec)
                ? new FirstOfKey(spec, worker, workers, downstream)
                : new TopRows(spec, worker, workers, downstream);
    }

    TopRows(Spec spec, int worker, int workers, Downstream downstream) {
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
        output = new WeighedOutput(spec.output(), downstream);
    }

    @Override
    public String name() {
        return "top";
    }

    @Override
    public void push(Batch delta) {
        int[] slots = rows.lookup(delta);
        for (int row = 0; row < delta.rows(); row++) {
            var partition = rows.partition(slots[row]);
            watch(partition, delta, row);
            if (isAdded(partition, delta, row)) {
                rows.add(partition, delta.weight(row));
                if (spec.insertOnly() && isCrowded(partition)) {
                    truncate(partition);
                }
            }
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

    /// Encodes a row, unless there are enough rows already that stand before it.
    ///
    /// @return whether it is to be added
    private boolean isAdded(Partition partition, Batch delta, int row) {
        var codec = rows.codec();
        long limit = spec.insertOnly() ? rows.limit(partition) : -1;
        if (limit >= 0 && rows.compareFirst(delta, row, limit) > 0) {
            return false;
        }
        codec.encodeKeys(delta, row);
        int order = limit < 0 ? 1 : rows.compareKeys(limit);
        if (order < 0) {
            return false;
        }
        codec.encodeRest(delta, row);
        return order > 0 || spec.rank() != Rank.ROW_NUMBER || rows.compare(limit) > 0;
    }

    /// Whether it pays to look for rows without hope.
    private boolean isCrowded(Partition partition) {
        long size = (partition.chunks() - 1) * 128L + partition.size(partition.chunks() - 1);
        return size > spec.last() + spec.last() / 2 + 4;
    }

    /// Lets rows go that stand behind the range for ever.
    private void truncate(Partition partition) {
        long seen = 0;
        long groups = 0;
        long previous = -1;
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                long address = partition.row(c, i);
                if (rows.count(address) <= 0) {
                    continue;
                }
                boolean newGroup =
                        spec.rank() != Rank.ROW_NUMBER
                                && (previous < 0 || !rows.arePeers(previous, address));
                boolean enough =
                        switch (spec.rank()) {
                            case ROW_NUMBER -> seen >= spec.last();
                            case RANK -> seen >= spec.last() && newGroup;
                            case DENSE_RANK -> groups >= spec.last() && newGroup;
                        };
                if (enough) {
                    rows.truncate(partition, c, i, previous);
                    return;
                }
                if (spec.rank() == Rank.ROW_NUMBER && rows.count(address) > spec.last() - seen) {
                    rows.setCount(partition, address, (int) (spec.last() - seen));
                }
                seen += rows.count(address);
                groups += newGroup ? 1 : 0;
                previous = address;
            }
        }
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        rows.beginEpoch(evaluation.nowMicros());
    }

    @Override
    public void endEpoch(EpochEnd end) {
        rows.ignoreForgotten();
        boolean onlyFinal = spec.closing().map(Closing::isFinal).orElse(false);
        for (int i = 0; i < rows.touchedCount(); i++) {
            var partition = rows.touched(i);
            if (spec.insertOnly()) {
                truncate(partition);
            }
            if (!onlyFinal) {
                emitChanges(partition);
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
                        fromNothing = true;
                        emitChanges(partition);
                        fromNothing = false;
                    }
                    rows.clear(partition);
                });
    }

    /// How often a row was there when the partition was given last.
    private int before(long address) {
        return fromNothing ? 0 : rows.before(address);
    }

    private void emitChanges(Partition partition) {
        if (spec.rank() == Rank.ROW_NUMBER && spec.withRank()) {
            collect(partition);
            emitCollected();
        } else {
            emitMoves(partition, -1);
            emitMoves(partition, 1);
        }
        output.flushIfFull();
    }

    /// The rows of the range by rank, before and now.
    private void collect(Partition partition) {
        wereCount = 0;
        areCount = 0;
        long before = 0;
        long now = 0;
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                if (before >= spec.last() && now >= spec.last()) {
                    return;
                }
                long address = partition.row(c, i);
                int was = before(address);
                int is = rows.count(address);
                for (long rank = before + 1; rank <= Math.min(before + was, spec.last()); rank++) {
                    if (rank >= spec.first()) {
                        were = with(were, wereCount++, address);
                    }
                }
                for (long rank = now + 1; rank <= Math.min(now + is, spec.last()); rank++) {
                    if (rank >= spec.first()) {
                        are = with(are, areCount++, address);
                    }
                }
                before += was;
                now += is;
            }
        }
    }

    private static long[] with(long[] list, int at, long value) {
        var roomy = at == list.length ? Arrays.copyOf(list, at * 2) : list;
        roomy[at] = value;
        return roomy;
    }

    /// Rank by rank, the old row, then the new one.
    private void emitCollected() {
        for (int i = 0; i < Math.max(wereCount, areCount); i++) {
            boolean same = i < wereCount && i < areCount && were[i] == are[i];
            if (!same) {
                long rank = spec.first() + i;
                if (i < wereCount) {
                    emit(were[i], rank, -1);
                }
                if (i < areCount) {
                    emit(are[i], rank, 1);
                }
            }
        }
    }

    /// Emits the rows that went, or those that came, each with its rank then or now.
    private void emitMoves(Partition partition, int sign) {
        long rowsBefore = 0;
        long rowsNow = 0;
        long groupsBefore = 0;
        long groupsNow = 0;
        int c = 0;
        int i = 0;
        while (c < partition.chunks()) {
            if (i == partition.size(c)) {
                c++;
                i = 0;
                continue;
            }
            if (rowsBefore >= lastOf(rowsBefore, groupsBefore)
                    && rowsNow >= lastOf(rowsNow, groupsNow)) {
                return;
            }
            long head = partition.row(c, i);
            long was = 0;
            long is = 0;
            while (c < partition.chunks()) { // the peers of one group
                if (i == partition.size(c)) {
                    c++;
                    i = 0;
                    continue;
                }
                long address = partition.row(c, i);
                boolean peers =
                        address == head
                                || spec.rank() != Rank.ROW_NUMBER && rows.arePeers(head, address);
                if (!peers) {
                    break;
                }
                emitMove(address, rank(rowsBefore, groupsBefore), rank(rowsNow, groupsNow), sign);
                was += before(address);
                is += rows.count(address);
                i++;
            }
            rowsBefore += was;
            rowsNow += is;
            groupsBefore += was > 0 ? 1 : 0;
            groupsNow += is > 0 ? 1 : 0;
        }
    }

    /// From how many rows on nothing more is in the range.
    private long lastOf(long seen, long groups) {
        return spec.rank() == Rank.DENSE_RANK
                ? (groups >= spec.last() ? seen : Long.MAX_VALUE)
                : spec.last();
    }

    /// The rank of a row behind so many rows and groups.
    private long rank(long seen, long groups) {
        return (spec.rank() == Rank.DENSE_RANK ? groups : seen) + 1;
    }

    private void emitMove(long address, long rankBefore, long rankNow, int sign) {
        long was = inRange(rankBefore, before(address));
        long is = inRange(rankNow, rows.count(address));
        if (spec.withRank() && rankBefore != rankNow) {
            long weight = sign < 0 ? -was : is;
            if (weight != 0) {
                emit(address, sign < 0 ? rankBefore : rankNow, weight);
            }
            return;
        }
        long weight = is - was;
        if (Long.signum(weight) == sign) {
            emit(address, rankNow, weight);
        }
    }

    /// How many of `count` equal rows, the first of this rank, are in the range.
    private long inRange(long rank, long count) {
        if (spec.rank() == Rank.ROW_NUMBER) {
            long from = Math.max(rank, spec.first());
            long to = Math.min(rank + count - 1, spec.last());
            return Math.max(0, to - from + 1);
        }
        return rank >= spec.first() && rank <= spec.last() ? count : 0;
    }

    private void emit(long address, long rank, long weight) {
        int row = output.row();
        var batch = output.batch();
        rows.write(address, batch, row);
        if (spec.withRank()) {
            batch.longs(batch.columnCount() - 1).setLong(row, rank);
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
