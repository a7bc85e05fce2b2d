package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The rows of one partition in order, each as often as it is there, by position from 0; rows that
/// are equal in the order are one group. Values are decoded where they are asked for.
final class PartitionView {
    private final OrderedRows rows;
    private final Batch values;
    private long[] addresses = new long[16];
    private int[] groups = new int[16]; // of each position
    private int[] groupStarts = new int[16];
    private int count;
    private int groupCount;
    private int loadedFrom;

    /// @param schema the columns that rows are decoded to
    PartitionView(OrderedRows rows, StructType schema) {
        this.rows = rows;
        values = Batch.create(schema, 16);
    }

    void clear() {
        count = 0;
        groupCount = 0;
        values.clear();
    }

    void add(long address, int times) {
        for (int i = 0; i < times; i++) {
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, count * 2);
                groups = Arrays.copyOf(groups, count * 2);
                groupStarts = Arrays.copyOf(groupStarts, count * 2);
            }
            addresses[count++] = address;
        }
    }

    /// Finds the groups, behind the last [#add].
    void group() {
        for (int i = 0; i < count; i++) {
            if (i == 0
                    || addresses[i] != addresses[i - 1]
                            && !rows.arePeers(addresses[i - 1], addresses[i])) {
                groupStarts[groupCount++] = i;
            }
            groups[i] = groupCount - 1;
        }
    }

    int count() {
        return count;
    }

    long address(int position) {
        return addresses[position];
    }

    int group(int position) {
        return groups[position];
    }

    int groups() {
        return groupCount;
    }

    /// Where a group begins; the end for the one behind the last, 0 for those before the first.
    int groupStart(int group) {
        return group < 0 ? 0 : group >= groupCount ? count : groupStarts[group];
    }

    /// Makes values of the positions from `from` on readable.
    void load(int from) {
        values.clear();
        loadedFrom = from;
        values.reserve(count - from);
        for (int i = from; i < count; i++) {
            rows.write(addresses[i], values, i - from);
        }
        values.setRows(count - from);
    }

    @Nullable Object value(int column, int position) {
        return values.column(column).get(position - loadedFrom);
    }

    boolean isNull(int column, int position) {
        return values.column(column).isNull(position - loadedFrom);
    }

    /// The column that a position's value stands in, at row `position - loadedFrom()`.
    Column column(int index) {
        return values.column(index);
    }

    int loadedFrom() {
        return loadedFrom;
    }
}
