package io.tidemill.operator.join;

import java.util.Arrays;

/// Slots of rows to be dealt with.
final class Due {
    int[] slots = new int[64];
    int count;

    void add(int slot) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
        }
        slots[count++] = slot;
    }
}
