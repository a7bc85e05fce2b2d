package io.tidemill.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which keys are the same, and who owns them.
class KeyGroupsTest {
    private static long hash(String ddl, Object... values) {
        var batch = Batch.create(StructType.fromDDL(ddl), 1);
        batch.append(values);
        return KeyGroups.hash(batch, values.length, 0);
    }

    @Test
    void equalKeysHashAlikeWhateverTheirBits() {
        assertThat(hash("d DOUBLE", -0.0)).isEqualTo(hash("d DOUBLE", 0.0));
        assertThat(hash("d DOUBLE", Double.longBitsToDouble(0x7ff8000000000001L)))
                .isEqualTo(hash("d DOUBLE", Double.NaN));
        assertThat(hash("f FLOAT", -0.0f)).isEqualTo(hash("f FLOAT", 0.0f));
    }

    @Test
    void theOrderOfAMapsEntriesDoesNotCount() {
        var map = new LinkedHashMap<String, Integer>();
        map.put("a", 1);
        map.put("b", 2);
        assertThat(hash("m MAP<STRING, INT>", map.reversed()))
                .isEqualTo(hash("m MAP<STRING, INT>", map))
                .isNotEqualTo(hash("m MAP<STRING, INT>", Map.of("a", 2, "b", 1)));
    }

    @Test
    void everyWorkerOwnsItsShareOfTheGroups() {
        int[] owned = new int[3];
        for (long i = 0; i < 30_000; i++) {
            owned[KeyGroups.owner(hash("k LONG", i), 3)]++;
        }
        for (int count : owned) {
            assertThat(count).isBetween(9_000, 11_000);
        }
    }

    @Test
    void aGroupMovesAsAWhole() {
        for (long i = 0; i < 1000; i++) {
            long hash = hash("k LONG", i);
            long group = hash >>> 56;
            assertThat(KeyGroups.owner(hash, 7)).isEqualTo((int) (group * 7 / 256));
        }
    }
}
