package io.tidemill.data;

import java.util.IdentityHashMap;

/// Makes a batch independent of the buffers that its columns are views of: what is used of each
/// buffer is copied once, however many columns look into it.
final class Detaching {
    private final IdentityHashMap<byte[], Range> ranges = new IdentityHashMap<>();

    private static final class Range {
        private int from = Integer.MAX_VALUE;
        private int to;
        private int shift;

        private int from() {
            return Math.min(from, to);
        }

        private int length() {
            return to - from();
        }
    }

    private Detaching() {}

    /// @param spare bytes to copy into where they suffice; nobody else looks at them
    /// @return the same, or larger ones, which `batch` may now be a view of
    static byte[] detach(Batch batch, byte[] spare) {
        var detaching = new Detaching();
        for (int i = 0; i < batch.columnCount(); i++) {
            detaching.measure(batch.column(i), batch.rows());
        }
        var room = spare;
        int used = 0;
        for (var range : detaching.ranges.entrySet()) {
            used += range.getValue().length();
        }
        if (room.length < used) {
            room = new byte[Math.max(used, used / 2 * 3)];
        }
        used = 0;
        for (var each : detaching.ranges.entrySet()) {
            var range = each.getValue();
            System.arraycopy(each.getKey(), range.from(), room, used, range.length());
            range.shift = used - range.from();
            used += range.length();
        }
        var bytes = room;
        for (int i = 0; i < batch.columnCount(); i++) {
            detaching.move(batch.column(i), batch.rows(), bytes);
        }
        return bytes;
    }

    private void measure(Column column, int rows) {
        switch (column) {
            case BytesColumn bytes -> {
                if (bytes.isShared()) {
                    var range = ranges.computeIfAbsent(bytes.data(), _ -> new Range());
                    for (int row = 0; row < rows; row++) {
                        if (isView(bytes, row)) {
                            range.from = Math.min(range.from, bytes.starts()[row]);
                            range.to = Math.max(range.to, bytes.ends()[row]);
                        }
                    }
                }
            }
            case ListColumn list -> measure(list.elements(), list.used());
            case MapColumn map -> {
                measure(map.keys(), map.used());
                measure(map.values(), map.used());
            }
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    measure(struct.field(i), rows);
                }
            }
            case LongColumn _, DoubleColumn _, DecimalColumn _ -> {}
        }
    }

    /// What stands at a NULL, or in a field of a NULL, means nothing.
    private static boolean isView(BytesColumn bytes, int row) {
        int start = bytes.starts()[row];
        int end = bytes.ends()[row];
        return !bytes.isNull(row) && start >= 0 && start <= end && end <= bytes.data().length;
    }

    private void move(Column column, int rows, byte[] to) {
        switch (column) {
            case BytesColumn bytes -> {
                var range = ranges.get(bytes.data());
                if (bytes.isShared() && range != null) {
                    for (int row = 0; row < rows; row++) {
                        if (isView(bytes, row)) {
                            bytes.starts()[row] += range.shift;
                            bytes.ends()[row] += range.shift;
                        }
                    }
                    bytes.share(to);
                }
            }
            case ListColumn list -> move(list.elements(), list.used(), to);
            case MapColumn map -> {
                move(map.keys(), map.used(), to);
                move(map.values(), map.used(), to);
            }
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    move(struct.field(i), rows, to);
                }
            }
            case LongColumn _, DoubleColumn _, DecimalColumn _ -> {}
        }
    }
}
