package io.tidemill.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.data.Batch;
import io.tidemill.data.BatchCodec;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.EpochEnd;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupAggregateTest {
    private static final EpochEnd END = new EpochEnd(Long.MIN_VALUE, 0, false);
    private static final StructType INPUT =
            StructType.fromDDL("k STRING, l BIGINT, lo BIGINT, hi BIGINT, d DOUBLE");
    private static final StructType OUTPUT =
            StructType.fromDDL(
                    "k STRING, n BIGINT, total BIGINT, lo BIGINT, hi BIGINT, mean DOUBLE");

    private static AggregateCall call(String function, String argument, String type) {
        List<Expression> arguments =
                argument == null
                        ? List.of()
                        : List.of(
                                new Expression.Input(
                                        0,
                                        argument,
                                        INPUT.typeOf(INPUT.fieldIndex(argument)),
                                        true));
        return new AggregateCall(
                function,
                arguments,
                false,
                Optional.empty(),
                DataType.fromDDL(type),
                true,
                Position.NONE);
    }

    private static GroupAggregate.Spec spec(boolean retracting) {
        return new GroupAggregate.Spec(
                "aggregate-0",
                INPUT,
                1,
                List.of(
                        call("count", null, "BIGINT"),
                        call("sum", "l", "BIGINT"),
                        call("min", "lo", "BIGINT"),
                        call("max", "hi", "BIGINT"),
                        call("avg", "d", "DOUBLE")),
                OUTPUT,
                retracting,
                false);
    }

    private static Object[] row(String key, Long value) {
        return new Object[] {key, value, value, value, value == null ? null : (double) value};
    }

    /// Folds deltas into the table they stand for; every retraction must match what was there.
    private static final class Table {
        private final Map<String, List<Object>> rows = new HashMap<>();

        private void apply(Batch delta) {
            for (int i = 0; i < delta.rows(); i++) {
                var row = Arrays.asList(delta.row(i));
                var key = String.valueOf(row.get(0));
                if (delta.weight(i) < 0) {
                    assertThat(rows.remove(key)).isEqualTo(row);
                } else {
                    assertThat(rows.put(key, row)).isNull();
                }
            }
        }
    }

    private static List<Object> expected(String key, List<Long> values) {
        var known = values.stream().filter(v -> v != null).toList();
        long sum = known.stream().mapToLong(Long::longValue).sum();
        return Arrays.asList(
                key,
                (long) values.size(),
                known.isEmpty() ? null : sum,
                known.stream().min(Long::compare).orElse(null),
                known.stream().max(Long::compare).orElse(null),
                known.isEmpty() ? null : (double) sum / known.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keptUpToDateItEqualsCountingFromScratchAlsoWhenRestoredBetweenEpochs(long seed) {
        var random = new Random(seed);
        var truth = new HashMap<String, List<Long>>();
        var table = new Table();
        var operator = new GroupAggregate(spec(true), 0, 1, table::apply);
        var saved = new ArrayList<List<byte[]>>();
        operator.states().forEach(_ -> saved.add(new ArrayList<>()));
        for (int epoch = 0; epoch < 30; epoch++) {
            var batch = Batch.create(INPUT, 16);
            for (int i = random.nextInt(20); i > 0; i--) {
                var key = "k" + random.nextInt(5);
                var values = truth.computeIfAbsent(key, k -> new ArrayList<>());
                if (!values.isEmpty() && random.nextInt(3) == 0) {
                    batch.append(row(key, values.remove(random.nextInt(values.size()))), -1);
                } else {
                    Long value = random.nextInt(6) == 0 ? null : (long) random.nextInt(100);
                    values.add(value);
                    batch.append(row(key, value), 1);
                }
            }
            operator.push(batch);
            operator.endEpoch(END);
            for (int i = 0; i < saved.size(); i++) {
                var log = saved.get(i);
                operator.states().get(i).writeChanges(rows -> log.add(BatchCodec.encode(rows)));
            }
            if (random.nextInt(3) == 0) { // a crash: another process goes on from what was saved
                operator = new GroupAggregate(spec(true), 0, 1, table::apply);
                for (int i = 0; i < saved.size(); i++) {
                    var state = operator.states().get(i);
                    for (var bytes : saved.get(i)) {
                        state.restore(BatchCodec.decode(state.stateSchema(), bytes));
                    }
                }
            }
            truth.values().removeIf(List::isEmpty);
            assertThat(table.rows.keySet()).isEqualTo(truth.keySet());
            truth.forEach((key, values) ->
                    assertThat(table.rows.get(key)).isEqualTo(expected(key, values)));
        }
    }

    @Test
    void stateFindsItsOwnerWhenTheNumberOfWorkersChanges() {
        var one = new GroupAggregate(spec(false), 0, 1, delta -> {});
        var batch = Batch.create(INPUT, 16);
        for (int i = 0; i < 100; i++) {
            batch.append(row("k" + i, (long) i));
        }
        one.push(batch);
        one.endEpoch(END);
        var parts = new ArrayList<GroupAggregate>();
        for (int worker = 0; worker < 3; worker++) {
            parts.add(new GroupAggregate(spec(false), worker, 3, delta -> {}));
        }
        one.writeAll(rows -> {
            for (var part : parts) {
                part.restore(BatchCodec.decode(part.stateSchema(), BatchCodec.encode(rows)));
            }
        });
        assertThat(parts.stream().mapToLong(part -> part.stateSize().rows()).sum()).isEqualTo(100);
        assertThat(parts).allMatch(part -> part.stateSize().rows() > 10);
    }

    @Test
    void aSumThatDoesNotFitIsAnErrorOnlyAtTheEnd() {
        var rows = new ArrayList<Object>();
        var operator =
                new GroupAggregate(
                        spec(false),
                        0,
                        1,
                        delta -> rows.add(delta.column(2).get(delta.rows() - 1)));
        var batch = Batch.create(INPUT, 4);
        batch.append("k", Long.MAX_VALUE, null, null, null);
        batch.append("k", Long.MAX_VALUE, null, null, null);
        batch.append("k", Long.MIN_VALUE, null, null, null);
        operator.push(batch);
        operator.endEpoch(END);
        assertThat(rows).containsExactly(Long.MAX_VALUE - 1);
        batch.clear();
        batch.append("k", 2L, null, null, null);
        operator.push(batch);
        assertThatThrownBy(() -> operator.endEpoch(END))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("ARITHMETIC_OVERFLOW")
                .hasMessageContaining("9223372036854775808");
    }
}
