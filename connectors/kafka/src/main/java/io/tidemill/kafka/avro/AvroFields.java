package io.tidemill.kafka.avro;

import io.tidemill.data.Column;
import io.tidemill.format.Nulls;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a record of Avro, in the order they were written, into columns of the same
/// name; fields that nobody asked for are passed over, columns without a field are NULL.
final class AvroFields {
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> missing = new ArrayList<>();

    /// @param column where the field goes; -1: nowhere
    private record Step(AvroSchema schema, int column, @Nullable AvroValue value) {}

    /// @throws IllegalArgumentException when a field does not fit its column
    AvroFields(AvroSchema.Fields written, StructType columns, String path) {
        for (int i = 0; i < columns.size(); i++) {
            missing.add(i);
        }
        for (var field : written.fields()) {
            int column = find(columns, field.name());
            steps.add(
                    new Step(
                            field.schema(),
                            column,
                            column < 0
                                    ? null
                                    : AvroValue.of(
                                            field.schema(),
                                            columns.typeOf(column),
                                            path + field.name())));
            missing.remove(Integer.valueOf(column));
        }
    }

    private static int find(StructType columns, String name) {
        int exact = columns.indexOf(name);
        for (int i = 0; exact < 0 && i < columns.size(); i++) {
            if (columns.field(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return exact;
    }

    void read(AvroInput in, IntFunction<Column> columns, int row) {
        for (var step : steps) {
            var value = step.value();
            if (value == null) {
                AvroValue.skip(step.schema(), in);
            } else {
                value.read(in, columns.apply(step.column()), row);
            }
        }
        for (int column : missing) {
            Nulls.set(columns.apply(column), row);
        }
    }
}
