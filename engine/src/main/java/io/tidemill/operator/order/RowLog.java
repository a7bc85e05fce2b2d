package io.tidemill.operator.order;

import io.tidemill.state.Records;

/// A list of rows of [OrderedRows]: of each its partition and its address. One thread's own.
final class RowLog {
    private final Records entries = new Records(2);

    void add(int slot, long address) {
        int entry = entries.allocateUnset();
        entries.page(entry)[entries.at(entry)] = slot;
        entries.page(entry)[entries.at(entry) + 1] = address;
    }

    int size() {
        return entries.slots();
    }

    /// The number of the partition.
    int slot(int index) {
        return (int) entries.page(index)[entries.at(index)];
    }

    long address(int index) {
        return entries.page(index)[entries.at(index) + 1];
    }

    void clear() {
        entries.clear();
    }

    long bytes() {
        return entries.bytes();
    }
}
