package io.tidemill.data;

import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Up to a few thousand rows as columns; with weights, a delta.
///
/// A batch is lent: who is handed one may read it until it returns from the call, and copies what
/// it keeps. Without weights every row counts once (an insert-only delta); with them, row r is
/// added `weights[r]` times, or taken away when that is negative.
public final class Batch {
    /// How many rows a reader puts into one batch: enough to spread the cost of a call over, few
    /// enough for the columns to stay in a core's cache.
    public static final int ROWS = 2048;

    private final StructType schema;
    private final Column[] columns;
    private int capacity; // that every column is known to have
    private int rows;
    private long @Nullable [] weights;
    private @Nullable Origin origin;
    private byte[] detached = {};
    private long split = -1;

    /// A batch over columns that the caller made, one for each field of `schema`.
    public Batch(StructType schema, Column[] columns) {
        if (schema.size() != columns.length) {
            throw new IllegalArgumentException(
                    "%d columns for %s".formatted(columns.length, schema.typeName()));
        }
        this.schema = schema;
        this.columns = columns;
    }

    /// An empty batch with room for `capacity` rows.
    public static Batch create(StructType schema, int capacity) {
        return new Batch(
                schema,
                schema.fieldList().stream()
                        .map(field -> Column.create(field.dataType(), capacity))
                        .toArray(Column[]::new));
    }

    public StructType schema() {
        return schema;
    }

    public Column column(int index) {
        return columns[index];
    }

    public LongColumn longs(int index) {
        return (LongColumn) columns[index];
    }

    public DoubleColumn doubles(int index) {
        return (DoubleColumn) columns[index];
    }

    public BytesColumn bytes(int index) {
        return (BytesColumn) columns[index];
    }

    public int columnCount() {
        return columns.length;
    }

    public int rows() {
        return rows;
    }

    /// Says how many rows have been written.
    public void setRows(int rows) {
        this.rows = rows;
    }

    /// Makes room for `rows` rows in every column.
    public void reserve(int rows) {
        if (rows > capacity) {
            int least = Integer.MAX_VALUE;
            for (var column : columns) {
                column.reserve(rows);
                least = Math.min(least, column.capacity());
            }
            capacity = least;
        }
        if (weights != null && weights.length < rows) {
            weights = Arrays.copyOf(weights, Math.max(rows, weights.length * 2));
        }
    }

    /// Forgets all rows, weights and the origin, and keeps the memory of the columns.
    public void clear() {
        for (var column : columns) {
            column.clear();
        }
        rows = 0;
        weights = null;
        origin = null;
        split = -1;
    }

    /// The weights, one a row, or null when every row counts once.
    public long @Nullable [] weights() {
        return weights;
    }

    public void setWeights(long @Nullable [] weights) {
        this.weights = weights;
    }

    /// How often row `row` is added; negative: taken away.
    public long weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /// Which piece of an epoch's input the rows are from, all of them and in its order; negative
    /// when that cannot be said.
    public long split() {
        return split;
    }

    public void setSplit(long split) {
        this.split = split;
    }

    public Optional<Origin> origin() {
        return Optional.ofNullable(origin);
    }

    public void setOrigin(@Nullable Origin origin) {
        this.origin = origin;
    }

    /// Where row `row` came from, for a message; the row's number when nobody said.
    public String describe(int row) {
        return origin == null ? "row " + row : origin.describe(row);
    }

    /// The values of a row as objects; for slow paths.
    public @Nullable Object[] row(int row) {
        var values = new @Nullable Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i].get(row);
        }
        return values;
    }

    /// Adds a row of objects with weight 1, making room; for slow paths.
    public void append(@Nullable Object... values) {
        reserve(rows + 1);
        for (int i = 0; i < columns.length; i++) {
            columns[i].set(rows, values[i]);
        }
        rows++;
        if (weights != null) {
            weigh(rows - 1, 1);
        }
    }

    /// Adds a row of objects with this weight, making room; for slow paths.
    public void append(@Nullable Object[] values, long weight) {
        append(values);
        weigh(rows - 1, weight);
    }

    /// Adds row `row` of `from`, a batch of the same types, with its weight.
    public void append(Batch from, int row) {
        append(from, row, from.weight(row));
    }

    /// Adds row `row` of `from`, a batch of the same types, with this weight.
    public void append(Batch from, int row, long weight) {
        reserve(rows + 1);
        for (int i = 0; i < columns.length; i++) {
            columns[i].copy(rows, from.columns[i], row);
        }
        rows++;
        weigh(rows - 1, weight);
    }

    /// Gives a row its weight; rows behind it get theirs later.
    private void weigh(int row, long weight) {
        if (weights == null) {
            if (weight == 1) {
                return;
            }
            weights = new long[Math.max(rows, 16)];
            Arrays.fill(weights, 0, rows, 1);
        } else if (weights.length < rows) {
            weights = Arrays.copyOf(weights, Math.max(rows, weights.length * 2));
        }
        weights[row] = weight;
    }

    /// Adds the rows `rows[0]` to `rows[count - 1]` of `from`, a batch of the same types, with
    /// their weights: column by column.
    public void append(Batch from, int[] rows, int count) {
        reserve(this.rows + count);
        for (int i = 0; i < columns.length; i++) {
            columns[i].copyAll(this.rows, from.columns[i], rows, count);
        }
        this.rows += count;
        if (weights != null || from.weights != null) {
            int first = this.rows - count;
            for (int i = 0; i < count; i++) {
                weigh(first + i, from.weight(rows[i]));
            }
        }
    }

    /// Becomes the rows `rows[0]` to `rows[count - 1]` of `from`, a batch of the same types, with
    /// their weights; strings are views of those of `from`, and good as long as these are.
    public void view(Batch from, int[] rows, int count) {
        clear();
        reserve(count);
        for (int i = 0; i < columns.length; i++) {
            columns[i].viewAll(from.columns[i], rows, count);
        }
        this.rows = count;
        if (from.weights != null) {
            weights = new long[count];
            for (int i = 0; i < count; i++) {
                weights[i] = from.weights[rows[i]];
            }
        }
    }

    /// Makes it independent of buffers that it is a view of and of the reader that filled it, so
    /// that it can be kept and read by several.
    public void detach() {
        detached = Detaching.detach(this, detached);
        origin = origin == null ? null : origin.detached(rows);
    }

    /// About how many bytes the rows take.
    public long bytes() {
        long bytes = weights == null ? 0 : 8L * rows;
        for (var column : columns) {
            bytes += column.bytes(rows);
        }
        return bytes;
    }
}
