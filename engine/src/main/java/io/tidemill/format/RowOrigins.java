package io.tidemill.format;

import io.tidemill.data.Origin;
import java.util.Arrays;

/// Where each row of a batch begins in its file.
public final class RowOrigins implements Origin {
    private final String file;
    private long[] offsets = new long[64];

    public RowOrigins(String file) {
        this.file = file;
    }

    /// Makes room for `rows` rows.
    public long[] reserve(int rows) {
        if (offsets.length < rows) {
            offsets = Arrays.copyOf(offsets, Math.max(rows, offsets.length * 2));
        }
        return offsets;
    }

    @Override
    public String describe(int row) {
        return file + "@" + offsets[row];
    }

    @Override
    public Origin detached(int rows) {
        var copy = new RowOrigins(file);
        copy.offsets = Arrays.copyOf(offsets, rows);
        return copy;
    }
}
