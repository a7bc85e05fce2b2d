package io.tidemill.operator;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// What output mode update gives of a delta in which old rows stand before new ones.
class UpdateRowsTest {
    private static final StructType SCHEMA = StructType.fromDDL("city STRING, n INT");

    private static Batch delta(Object... citiesNumbersWeights) {
        var delta = Batch.create(SCHEMA, 8);
        for (int i = 0; i < citiesNumbersWeights.length; i += 3) {
            delta.append(
                    new Object[] {citiesNumbersWeights[i], citiesNumbersWeights[i + 1]},
                    (Integer) citiesNumbersWeights[i + 2]);
        }
        return delta;
    }

    private static List<String> given(boolean deletes, Batch delta) {
        var given = new ArrayList<String>();
        var update =
                new UpdateRows(
                        SCHEMA,
                        new int[] {0},
                        deletes,
                        batch -> {
                            for (int row = 0; row < batch.rows(); row++) {
                                given.add(
                                        "%+d %s %s"
                                                .formatted(
                                                        batch.weight(row),
                                                        batch.row(row)[0],
                                                        batch.row(row)[1]));
                            }
                        });
        update.push(delta);
        return given;
    }

    @Test
    void aRowThatIsReplacedComesAsItsNewVersion() {
        assertThat(given(true, delta("Oslo", 1, -1, "Oslo", 2, 1, "Rom", 7, 1)))
                .containsExactly("+1 Oslo 2", "+1 Rom 7");
    }

    @Test
    void aRowThatIsReplacedByItselfDoesNotCome() {
        assertThat(given(true, delta("Oslo", 1, -1, "Oslo", 1, 1))).isEmpty();
    }

    @Test
    void aRowThatGoesBeforeOneOfAnotherKeyIsTakenAway() {
        var delta = delta("Oslo", 1, -1, "Rom", 7, 1, "Bern", 3, -1);
        assertThat(given(true, delta)).containsExactly("-1 Oslo 1", "+1 Rom 7", "-1 Bern 3");
        assertThat(given(false, delta)).containsExactly("+1 Rom 7");
    }
}
