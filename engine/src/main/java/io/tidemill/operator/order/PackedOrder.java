package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.operator.order.RowBytes.Part;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.PackedRows;
import java.util.Arrays;
import java.util.List;

/// Compares rows of batches with rows that are kept: by the parts of an order, then by all else
/// that tells rows apart, as the bytes of [RowBytes] compare; these are made only where values are
/// nested, or where zeros that differ in their sign may decide. One thread's own.
final class PackedOrder {
    private final Part[] parts;
    private final PackedRows rows;
    private final boolean[] nested;
    private final boolean inexact;
    private final RowBytes offered;
    private final RowBytes kept;
    private final Batch scratch;

    /// @param input of the rows that come
    /// @param parts of the order, all of a row
    /// @param rows those that are kept: a column for each part
    PackedOrder(StructType input, List<Part> parts, PackedRows rows) {
        this.parts = parts.toArray(Part[]::new);
        this.rows = rows;
        offered = new RowBytes(input, parts, parts.size());
        kept = new RowBytes(input, parts, parts.size());
        scratch = Batch.create(input, 1);
        nested = new boolean[this.parts.length];
        boolean floating = false;
        for (int i = 0; i < nested.length; i++) {
            var column = scratch.column(this.parts[i].column());
            nested[i] =
                    switch (column) {
                        case LongColumn _, DoubleColumn _, DecimalColumn _, BytesColumn _ -> false;
                        case ListColumn _, MapColumn _, StructColumn _ -> true;
                    };
            floating |= column instanceof DoubleColumn;
        }
        inexact = floating;
    }

    /// Below 0 where a row of a batch stands before the one that is kept at an address, 0 where
    /// they are the same.
    int compare(Batch batch, int row, long address) {
        for (int i = 0; i < parts.length; i++) {
            if (nested[i]) {
                return compareBytes(batch, row, address);
            }
            var column = batch.column(parts[i].column());
            boolean missing = column.isNull(row);
            if (missing || rows.isNull(address, i)) {
                if (missing != rows.isNull(address, i)) {
                    return missing == parts[i].nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int order = compare(column, row, address, i);
            if (order != 0) {
                return parts[i].ascending() ? order : -order;
            }
        }
        return inexact ? compareBytes(batch, row, address) : 0;
    }

    private int compare(Column column, int row, long address, int part) {
        return switch (column) {
            case LongColumn longs -> Long.compare(longs.values()[row], rows.word(address, part, 0));
            case BytesColumn texts ->
                    rows.compare(
                            texts.data(), texts.starts()[row], texts.ends()[row], address, part);
            case DoubleColumn doubles ->
                    Double.compare(
                            doubles.values()[row] + 0.0,
                            Double.longBitsToDouble(rows.word(address, part, 0)) + 0.0);
            case DecimalColumn decimals -> {
                int high = Long.compare(decimals.high()[row], rows.word(address, part, 0));
                yield high != 0
                        ? high
                        : Long.compareUnsigned(decimals.low()[row], rows.word(address, part, 1));
            }
            case ListColumn _, MapColumn _, StructColumn _ ->
                    throw new IllegalStateException("nested values are compared as bytes");
        };
    }

    private int compareBytes(Batch batch, int row, long address) {
        scratch.clear();
        var addresses = new long[] {address};
        for (int i = 0; i < parts.length; i++) {
            rows.read(i, addresses, 1, scratch.column(parts[i].column()), 0);
        }
        scratch.setRows(1);
        kept.encode(scratch, 0);
        offered.encode(batch, row);
        return Arrays.compareUnsigned(
                offered.bytes(), 0, offered.length(), kept.bytes(), 0, kept.length());
    }
}
