package io.tidemill.state;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows under keys against a `HashMap` of multisets.
class ArrangementTest {
    private static final StructType SCHEMA =
            StructType.fromDDL(
                    "k BIGINT, city STRING, x DOUBLE, d DECIMAL(30, 2), tags ARRAY<STRING>,"
                            + " p STRUCT<a: INT, b: STRING>, m MAP<STRING, INT>");

    private static Object[] values(SplittableRandom random, int keys) {
        int k = random.nextInt(keys);
        int v = random.nextInt(3);
        return new Object[] {
            k % 5 == 0 ? null : (Object) (long) k,
            k % 3 == 0 ? null : "city " + "x".repeat(k % 40),
            v == 0 ? null : v == 1 ? (Object) Double.NaN : (Object) (k * 0.5),
            v == 2 ? null : new BigDecimal("12345678901234567890.25").add(BigDecimal.valueOf(k)),
            v == 1 ? null : Arrays.asList("a", null, "t" + v),
            v == 0 ? null : new Object[] {v, v == 1 ? null : "b"},
            v == 2 ? Map.of("a", k) : null
        };
    }

    private static String text(Object[] row) {
        return Arrays.deepToString(row);
    }

    @ParameterizedTest(name = "keys of {0} columns, retractions: {1}")
    @CsvSource({"0, true", "1, true", "2, true", "7, true", "0, false", "1, false", "2, false"})
    void randomAdditionsAndRetractionsLeaveTheSameMultiset(int keys, boolean retractions) {
        for (int seed = 0; seed < 5; seed++) {
            var random = new SplittableRandom(seed);
            var expected = new HashMap<String, Long>();
            var arrangement = new Arrangement(SCHEMA, keys, 1, 1, true);
            var saved = new ArrayList<Batch>();
            for (int epoch = 0; epoch < 8; epoch++) {
                for (int i = 0; i < 3; i++) {
                    var batch = Batch.create(SCHEMA, 16);
                    for (int row = random.nextInt(60); row > 0; row--) {
                        var values = values(random, 12);
                        boolean back = retractions && epoch > 1 && random.nextInt(3) == 0;
                        long weight = back ? -1 : 1 + random.nextInt(2);
                        batch.append(values, weight);
                        expected.merge(text(values), weight, Long::sum);
                    }
                    add(arrangement, batch);
                }
                expected.values().removeIf(weight -> weight == 0);
                arrangement.endEpoch();
                assertThat(all(arrangement)).isEqualTo(expected);
                arrangement.writeChanges(rows -> saved.add(copy(rows)));
                arrangement = restored(arrangement, saved, keys, random.nextInt(3), expected);
            }
            checkKeys(arrangement, keys, expected);
        }
    }

    /// Goes on with what was saved, whole or as changes, now and then; else as it is.
    private static Arrangement restored(
            Arrangement now, List<Batch> saved, int keys, int how, Map<String, Long> expected) {
        if (how == 0) {
            return now;
        }
        if (how == 1) {
            // A snapshot has what came behind its beginning, and that is given again.
            var log = List.copyOf(saved);
            saved.clear();
            now.writeAll(rows -> saved.add(copy(rows)));
            saved.addAll(log);
        }
        var sum = new HashMap<String, Long>();
        for (int worker = 0; worker < 3; worker++) {
            var part = new Arrangement(SCHEMA, keys, 1, 0, true);
            for (var rows : saved) {
                part.restore(rows, worker, 3);
            }
            all(part).forEach((row, weight) -> sum.merge(row, weight, Long::sum));
        }
        assertThat(sum).isEqualTo(expected);
        var whole = new Arrangement(SCHEMA, keys, 1, 1, true);
        saved.forEach(rows -> whole.restore(rows, 0, 1));
        whole.writeChanges(_ -> assertThat(true).as("restoring changes nothing").isFalse());
        return whole;
    }

    private static void add(Arrangement arrangement, Batch batch) {
        var hashes = new long[batch.rows()];
        KeyGroups.hashes(batch, arrangement.keys(), hashes);
        var slots = new int[batch.rows()];
        arrangement.add(batch, hashes, slots);
        for (int row = 0; row < batch.rows(); row++) {
            var page = arrangement.records().page(slots[row]);
            page[arrangement.records().at(slots[row]) + arrangement.ownWords()] = 77;
        }
    }

    private static Map<String, Long> all(Arrangement arrangement) {
        var found = new HashMap<String, Long>();
        arrangement.writeAll(rows -> {
            for (int row = 0; row < rows.rows(); row++) {
                var values = Arrays.copyOf(rows.row(row), SCHEMA.size());
                assertThat(rows.row(row)[SCHEMA.size() + 2]).isEqualTo(77L);
                found.merge(text(values), (Long) rows.row(row)[SCHEMA.size() + 1], Long::sum);
            }
        });
        return found;
    }

    private static void checkKeys(Arrangement arrangement, int keys, Map<String, Long> expected) {
        var found = new HashMap<String, Long>();
        var seen = new HashSet<Integer>();
        arrangement.writeAll(rows -> {
            var probe = Batch.create(SCHEMA, 16);
            for (int row = 0; row < rows.rows(); row++) {
                probe.append(Arrays.copyOf(rows.row(row), SCHEMA.size()));
            }
            var hashes = new long[probe.rows()];
            KeyGroups.hashes(probe, keys, hashes);
            var slots = new int[probe.rows()];
            arrangement.find(probe, hashes, slots);
            for (int row = 0; row < probe.rows(); row++) {
                var key = Arrays.copyOf(probe.row(row), keys);
                if (!seen.add(slots[row])) {
                    continue;
                }
                for (int slot = slots[row]; slot >= 0; slot = arrangement.next(slot)) {
                    var one = Batch.create(SCHEMA, 1);
                    for (int c = 0; c < SCHEMA.size(); c++) {
                        arrangement.read(c, new int[] {slot}, 1, one.column(c), 0);
                    }
                    one.setRows(1);
                    assertThat(text(Arrays.copyOf(one.row(0), keys))).isEqualTo(text(key));
                    found.merge(text(one.row(0)), arrangement.weight(slot), Long::sum);
                }
            }
        });
        assertThat(found).isEqualTo(expected);
    }

    private static Batch copy(Batch rows) {
        var copy = Batch.create(rows.schema(), rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            copy.append(rows, row);
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsThatGoMakeRoomForOthers(boolean byRetraction) {
        var schema = StructType.fromDDL("k BIGINT, s STRING");
        var arrangement = new Arrangement(schema, 1, 0, 0, false);
        var random = new SplittableRandom(1);
        for (int epoch = 0; epoch < 40; epoch++) {
            var batch = Batch.create(schema, 2000);
            for (int row = 0; row < 2000; row++) {
                batch.append(
                        (long) random.nextInt(700),
                        "a string of some length, number " + row + " of epoch " + epoch);
            }
            var hashes = new long[2000];
            KeyGroups.hashes(batch, 1, hashes);
            var slots = new int[2000];
            arrangement.add(batch, hashes, slots);
            if (byRetraction) {
                var minus = new long[2000];
                Arrays.fill(minus, -1);
                batch.setWeights(minus);
                arrangement.add(batch, hashes, slots);
            } else {
                for (int slot : slots) {
                    arrangement.remove(slot);
                }
            }
            arrangement.endEpoch();
            assertThat(arrangement.rows()).isZero();
        }
        assertThat(arrangement.bytes()).isLessThan(1_500_000);
    }

    @Test
    void manyEqualRowsArePutTogetherWhenOneIsRetracted() {
        var schema = StructType.fromDDL("k BIGINT, s STRING");
        var arrangement = new Arrangement(schema, 1, 0, 0, true);
        for (int i = 0; i < 50; i++) {
            var batch = Batch.create(schema, 2000);
            for (int row = 0; row < 2000; row++) {
                batch.append(7L, "the same");
            }
            arrangement.add(batch, hashes(batch), new int[2000]);
        }
        assertThat(arrangement.rows()).isEqualTo(100_000);
        var back = Batch.create(schema, 1);
        back.append(new Object[] {7L, "the same"}, -2);
        arrangement.add(back, hashes(back), new int[1]);
        arrangement.endEpoch();
        assertThat(arrangement.rows()).isEqualTo(1);
        var found = new int[1];
        arrangement.find(back, hashes(back), found);
        assertThat(arrangement.weight(found[0])).isEqualTo(99_998);
    }

    private static long[] hashes(Batch batch) {
        var hashes = new long[batch.rows()];
        KeyGroups.hashes(batch, 1, hashes);
        return hashes;
    }
}
