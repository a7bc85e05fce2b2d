package io.tidemill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.StructType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private static final StructType EVERYTHING =
            StructType.fromDDL(
                    """
                    b BOOLEAN, i8 BYTE, i16 SHORT, i32 INT, i64 LONG, f FLOAT, d DOUBLE,
                    small DECIMAL(18,3), wide DECIMAL(38,10), s STRING, bin BINARY, day DATE,
                    ts TIMESTAMP, ntz TIMESTAMP_NTZ, dt INTERVAL DAY TO SECOND, ym INTERVAL YEAR TO MONTH,
                    list ARRAY<STRING>, map MAP<STRING,ARRAY<INT>>, st STRUCT<x: INT, y: STRUCT<z: STRING>>,
                    lists ARRAY<STRUCT<a: LONG, b: ARRAY<DOUBLE>>>
                    """);

    private static List<Object[]> randomRows(long seed, int count) {
        var values = new RandomValues(new Random(seed));
        var rows = new ArrayList<Object[]>();
        for (int i = 0; i < count; i++) {
            rows.add(
                    EVERYTHING.fieldList().stream()
                            .map(field -> values.nullable(field.dataType()))
                            .toArray());
        }
        return rows;
    }

    private static Batch batch(List<Object[]> rows) {
        var batch = Batch.create(EVERYTHING, 4);
        rows.forEach(batch::append);
        return batch;
    }

    private static void assertHolds(Batch batch, List<Object[]> rows) {
        assertThat(batch.rows()).isEqualTo(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            assertThat(plain(batch.row(row))).isEqualTo(plain(rows.get(row)));
        }
    }

    /// The value with arrays as lists, which have an equality.
    private static Object plain(Object value) {
        return switch (value) {
            case Object[] fields -> Arrays.stream(fields).map(BatchTest::plain).toList();
            case List<?> list -> list.stream().map(BatchTest::plain).toList();
            case byte[] bytes -> Arrays.toString(bytes);
            case null -> "NULL";
            default -> value;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aBatchGivesBackWhatWasAppended(long seed) {
        var rows = randomRows(seed, 300);
        assertHolds(batch(rows), rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void aBatchIsUsedAgainAfterClear(long seed) {
        var batch = batch(randomRows(seed, 200));
        batch.clear();
        var rows = randomRows(seed + 100, 250);
        rows.forEach(batch::append);
        assertHolds(batch, rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11})
    void copiedRowsAreEqual(long seed) {
        var rows = randomRows(seed, 100);
        var from = batch(rows);
        var to = Batch.create(EVERYTHING, 1);
        for (int row = 99; row >= 0; row--) {
            to.append(from, row);
        }
        assertHolds(to, rows.reversed());
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13})
    void aViewOfSomeRowsHoldsThem(long seed) {
        var rows = randomRows(seed, 100);
        var from = batch(rows);
        from.setWeights(new Random(seed).longs(100, -2, 3).toArray());
        var view = Batch.create(EVERYTHING, 1);
        for (int chosen : List.of(40, 3)) {
            var places = new Random(seed).ints(chosen, 0, 100).toArray();
            view.view(from, places, chosen);
            assertHolds(view, Arrays.stream(places).mapToObj(rows::get).toList());
            assertThat(view.weight(chosen - 1)).isEqualTo(from.weight(places[chosen - 1]));
        }
        from.setWeights(null);
        view.view(from, new int[] {7}, 1);
        assertThat(view.weights()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13, 14})
    void theCodecGivesBackTheRowsAndTheirWeights(long seed) {
        var rows = randomRows(seed, 100);
        var batch = Batch.create(EVERYTHING, 4);
        for (int i = 0; i < rows.size(); i++) {
            batch.append(rows.get(i), i % 3 == 0 ? -1 : 1);
        }
        var decoded = BatchCodec.decode(EVERYTHING, BatchCodec.encode(batch));
        assertHolds(decoded, rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(decoded.weight(i)).isEqualTo(i % 3 == 0 ? -1 : 1);
        }
    }

    @Test
    void theCodecRefusesBytesThatAreCutOrChanged() {
        var bytes = BatchCodec.encode(batch(randomRows(15, 20)));
        var random = new Random(16);
        for (int length = 0; length < bytes.length; length += 7) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> BatchCodec.decode(EVERYTHING, cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int i = 0; i < 500; i++) { // anything may come out, but never another error or a hang
            var changed = bytes.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                BatchCodec.decode(EVERYTHING, changed);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    @Test
    void aWeightOtherThanOneMakesADelta() {
        var batch = Batch.create(StructType.fromDDL("a INT"), 2);
        batch.append(1);
        assertThat(batch.weights()).isNull();
        batch.append(new Object[] {2}, -1);
        batch.append(3);
        assertThat(batch.weight(0)).isEqualTo(1);
        assertThat(batch.weight(1)).isEqualTo(-1);
        assertThat(batch.weight(2)).isEqualTo(1);
    }

    @Test
    void sharedBytesAreNeverWritten() {
        var column = new BytesColumn(DataTypes.StringType, 4);
        byte[] shared = "onetwo".getBytes(StandardCharsets.UTF_8);
        column.share(shared);
        column.setView(0, 0, 3);
        column.setView(1, 3, 6);
        column.append(2, "three".getBytes(StandardCharsets.UTF_8), 0, 5);
        assertThat(List.of(column.get(0), column.get(1), column.get(2)))
                .containsExactly("one", "two", "three");
        assertThat(shared).asString().isEqualTo("onetwo");
    }

    @Test
    void decimalsOf128BitsKeepTheirValue() {
        for (var text :
                List.of(
                        "0",
                        "-1",
                        "99999999999999999999999999999999999999",
                        "-99999999999999999999999999999999999999",
                        "18446744073709551616",
                        "-9223372036854775809")) {
            var column = new DecimalColumn(new DecimalType(38, 0), 1);
            column.set(0, new BigDecimal(text));
            assertThat(column.get(0)).isEqualTo(new BigDecimal(text));
        }
    }

    @Test
    void timesBeforeTheEpochAreCutTowardsThePast() {
        assertThat(Boxes.micros(Instant.ofEpochSecond(-1, 999_999_999))).isEqualTo(-1);
        assertThat(Boxes.micros(Instant.parse("-290308-12-21T19:59:05.224192Z")))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(Boxes.instant(Long.MIN_VALUE)).isEqualTo("-290308-12-21T19:59:05.224192Z");
    }
}
