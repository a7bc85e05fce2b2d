package io.tidemill.state;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// A table of keys against a `HashMap`, with enough keys that its pages split.
class KeyTableTest {
    @Test
    void bigintKeysKeepTheirRecordsWhilePagesSplitAndKeysGo() {
        against(StructType.fromDDL("key BIGINT"), 120_000, key -> new Object[] {key * 31});
    }

    @Test
    void keysOfSeveralColumnsKeepTheirRecords() {
        against(
                StructType.fromDDL("city STRING, n INT, x DOUBLE"),
                40_000,
                key ->
                        new Object[] {
                            key % 7 == 0 ? null : "city " + key % 5000,
                            (int) (key / 5000),
                            key % 2 == 0 ? -0.0 : Double.NaN
                        });
    }

    private static void against(StructType schema, int keys, LongFunction<Object[]> values) {
        var random = new SplittableRandom(7);
        var types = schema.fieldList().stream().map(f -> f.dataType()).toList();
        var table = new KeyTable(types, 1);
        int word = table.ownWords();
        var expected = new HashMap<String, Long>();
        var slots = new int[Batch.ROWS];
        for (int round = 0; round < 3 * keys / Batch.ROWS; round++) {
            var batch = Batch.create(schema, Batch.ROWS);
            for (int row = 0; row < Batch.ROWS; row++) {
                batch.append(values.apply(random.nextInt(keys)));
            }
            table.lookup(batch, slots);
            for (int row = 0; row < Batch.ROWS; row++) {
                table.records().page(slots[row])[table.records().at(slots[row]) + word]++;
                expected.merge(key(batch, row), 1L, Long::sum);
            }
            if (round % 4 == 3) {
                remove(table, batch, slots, expected);
            }
        }
        assertThat(table.size()).isEqualTo(expected.size());
        check(table, schema, word, expected);
    }

    private static void remove(
            KeyTable table, Batch batch, int[] slots, Map<String, Long> expected) {
        for (int row = 0; row < batch.rows(); row += 3) {
            if (expected.remove(key(batch, row)) != null) {
                table.remove(slots[row]);
            }
        }
    }

    private static void check(
            KeyTable table, StructType schema, int word, Map<String, Long> expected) {
        var seen = new HashMap<String, Long>();
        var one = Batch.create(schema, 1);
        for (int slot = 0; slot < table.records().slots(); slot++) {
            one.clear();
            table.writeKey(slot, one, 0);
            one.setRows(1);
            var count = expected.get(key(one, 0));
            long found = table.records().page(slot)[table.records().at(slot) + word];
            if (count != null && count == found) {
                seen.put(key(one, 0), found);
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    private static String key(Batch batch, int row) {
        return Arrays.stream(batch.row(row))
                .map(value -> value instanceof Double number ? number + 0.0 : value)
                .toList()
                .toString();
    }

    @Test
    void stringsThatAreNotUsedAnyMoreAreLeftBehind() {
        var table = new KeyTable(List.of(DataTypes.StringType), 1);
        var schema = StructType.fromDDL("key STRING");
        var slots = new int[1000];
        for (int round = 0; round < 20; round++) {
            var batch = Batch.create(schema, 1000);
            for (int row = 0; row < 1000; row++) {
                batch.append("a key of some length, number " + row + " of round " + round);
            }
            table.lookup(batch, slots);
            var kept = new HashSet<Integer>();
            for (int row = 0; row < 1000; row++) {
                if (round < 19) {
                    table.remove(slots[row]);
                } else {
                    kept.add(slots[row]);
                }
            }
            table.compact(new int[0], kept::contains);
        }
        assertThat(table.size()).isEqualTo(1000);
        assertThat(table.heap().bytes()).isLessThan(900_000);
        var last = Batch.create(schema, 1);
        last.append("a key of some length, number 999 of round 19");
        table.lookup(last, slots);
        assertThat(table.size()).isEqualTo(1000);
    }
}
