package io.tidemill.sql;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.data.Condition;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Numbers of a range, computed when they are read.
record RangeTable(long start, long step, long count) implements Table {
    private static final int SPLITS_MAX = 64;
    private static final StructType SCHEMA =
            new StructType(List.of(new StructField("id", DataTypes.LongType, false)));

    static TableRef ref(long start, long end, long step) {
        if (step == 0) {
            throw new IllegalArgumentException("the step of a range must not be 0");
        }
        var span = BigInteger.valueOf(end).subtract(BigInteger.valueOf(start));
        var steps = span.divideAndRemainder(BigInteger.valueOf(step));
        var count = steps[0].add(steps[1].signum() == 0 ? BigInteger.ZERO : BigInteger.ONE);
        if (count.bitLength() > 63) {
            throw new AnalysisException(
                    Condition.ARITHMETIC_OVERFLOW,
                    "range(%d, %d, %d) has %d numbers".formatted(start, end, step, count),
                    "ask for fewer numbers");
        }
        long numbers = span.signum() == Long.signum(step) ? count.longValueExact() : 0;
        var name = "range(%d, %d, %d)".formatted(start, end, step);
        return new TableRef(
                name, "range", SCHEMA, Optional.empty(), new RangeTable(start, step, numbers));
    }

    @Override
    public StructType schema() {
        return SCHEMA;
    }

    @Override
    public Source source(boolean streaming) {
        return new RowsSource("Range", SCHEMA, () -> count, this::row, SPLITS_MAX);
    }

    private @Nullable Object[] row(long number) {
        return new @Nullable Object[] {start + number * step};
    }

    @Override
    public Sink sink(StructType columns) {
        throw new AnalysisException(
                Condition.UNSUPPORTED_FEATURE, "a range cannot be written to", "name a table");
    }
}
