package io.tidemill.operator.join;

import io.tidemill.data.Batch;
import io.tidemill.operator.BoxOrder;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.List;

/// The right rows of one key in the order of their times, as they are now or as they were at the
/// end of the last epoch; of those of one time the greatest in the total order of values.
final class Versions {
    private final AsOfRows rows;
    private final List<Integer> places;
    private final Batch left;
    private final Batch right;
    private final int[] one = new int[1];
    private long[] times = new long[16];
    private int[] slots = new int[16];
    private int count;

    /// @param input the columns of `rows`
    /// @param places the columns of the side, in their order, among them
    Versions(AsOfRows rows, StructType input, List<Integer> places) {
        this.rows = rows;
        this.places = places;
        left = Batch.create(input, 1);
        right = Batch.create(input, 1);
    }

    /// Takes the rows of a key.
    ///
    /// @param head one of them, from which on the others follow; -1: there is none
    void load(int head, boolean before) {
        count = 0;
        for (int slot = head; slot >= 0; slot = rows.rows.next(slot)) {
            if ((before ? rows.was(slot) : rows.rows.weight(slot)) > 0) {
                if (count == slots.length) {
                    slots = Arrays.copyOf(slots, count * 2);
                    times = Arrays.copyOf(times, count * 2);
                }
                times[count] = rows.time(slot);
                slots[count++] = slot;
            }
        }
        for (int root = count / 2 - 1; root >= 0; root--) {
            sift(root, count);
        }
        for (int end = count - 1; end > 0; end--) {
            swap(0, end);
            sift(0, end);
        }
        leaveGreatest();
    }

    private void sift(int from, int end) {
        int root = from;
        for (int child = 2 * root + 1; child < end; child = 2 * root + 1) {
            if (child + 1 < end && times[child + 1] > times[child]) {
                child++;
            }
            if (times[root] >= times[child]) {
                return;
            }
            swap(root, child);
            root = child;
        }
    }

    private void swap(int a, int b) {
        long time = times[a];
        times[a] = times[b];
        times[b] = time;
        int slot = slots[a];
        slots[a] = slots[b];
        slots[b] = slot;
    }

    private void leaveGreatest() {
        int kept = 0;
        for (int i = 1; i < count; i++) {
            if (times[i] != times[kept]) {
                kept++;
                times[kept] = times[i];
                slots[kept] = slots[i];
            } else if (isGreater(slots[i], slots[kept])) {
                slots[kept] = slots[i];
            }
        }
        count = count == 0 ? 0 : kept + 1;
    }

    /// Whether one row is greater than another one, by the values of all columns.
    boolean isGreater(int slot, int other) {
        read(slot, left);
        read(other, right);
        for (int place : places) {
            int order = BoxOrder.compare(left.column(place).get(0), right.column(place).get(0));
            if (order != 0) {
                return order > 0;
            }
        }
        return false;
    }

    private void read(int slot, Batch into) {
        into.clear();
        one[0] = slot;
        for (int column = 0; column < into.columnCount(); column++) {
            rows.rows.read(column, one, 1, into.column(column), 0);
        }
    }

    /// The row that is closest to a time; -1 when there is none on that side, or it is too far.
    int match(long time, AsOfSpec spec) {
        boolean before = spec.before();
        boolean same = spec.same();
        // How many are before the time, or at it where that belongs to what is below.
        boolean below = before == same;
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time || below && times[middle] == time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int at = before ? low - 1 : low;
        if (at < 0 || at >= count) {
            return -1;
        }
        long distance = before ? time - times[at] : times[at] - time;
        boolean near = !spec.isBounded() || distance >= 0 && distance <= spec.within();
        return near ? slots[at] : -1;
    }
}
