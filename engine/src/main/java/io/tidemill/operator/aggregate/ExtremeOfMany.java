package io.tidemill.operator.aggregate;

import io.tidemill.operator.BoxOrder;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `min` and `max` of values that may be taken away again: keeps every value with how often it is
/// there. A count below zero is kept too, since a retraction may come before its row within an
/// epoch.
final class ExtremeOfMany implements Accumulator {
    private final DataType type;
    private final boolean least;
    private final TreeMap<Object, Long> counts = new TreeMap<>(BoxOrder::compare);

    ExtremeOfMany(DataType type, boolean least) {
        this.type = type;
        this.least = least;
    }

    @Override
    public void add(@Nullable Object value, long weight) {
        if (value != null) {
            counts.merge(value, weight, (old, more) -> old + more == 0 ? null : old + more);
        }
    }

    @Override
    public @Nullable Object result() {
        var ordered = least ? counts : counts.descendingMap();
        for (var entry : ordered.entrySet()) {
            if (entry.getValue() > 0) {
                return entry.getKey();
            }
        }
        return null;
    }

    @Override
    public List<@Nullable Object> save() {
        var entries = new ArrayList<@Nullable Object>();
        counts.forEach((value, count) -> entries.add(new Object[] {value, count}));
        return List.of(entries);
    }

    @Override
    public void load(List<@Nullable Object> state) {
        counts.clear();
        if (state.get(0) instanceof List<?> entries) {
            for (Object entry : entries) {
                var valueAndCount = (Object[]) entry;
                counts.put(valueAndCount[0], (Long) valueAndCount[1]);
            }
        }
    }

    @Override
    public List<DataType> stateTypes() {
        var entry = new StructType().add("value", type).add("count", DataTypes.LongType);
        return List.of(new ArrayType(entry));
    }
}
