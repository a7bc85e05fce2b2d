package io.tidemill.expression;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void textsGoInTheOrderOfTheirBytes() {
        var texts = List.of("", "A", "a", "z", "ü", "\uffee", "😀");
        for (var left : texts) {
            for (var right : texts) {
                int bytes =
                        Arrays.compareUnsigned(
                                left.getBytes(StandardCharsets.UTF_8),
                                right.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(Values.compareText(left, right)))
                        .as("%s and %s", left, right)
                        .isEqualTo(Integer.signum(bytes));
            }
        }
    }

    @Test
    void nanIsTheGreatestNumberAndEqualsItself() {
        var type = DataTypes.DoubleType;
        assertThat(Values.compare(type, Double.NaN, Double.POSITIVE_INFINITY)).isPositive();
        assertThat(Values.equal(type, Double.NaN, Double.NaN)).isTrue();
        assertThat(Values.equal(type, 0.0, -0.0)).isTrue();
    }

    @Test
    void nullComesFirst() {
        assertThat(Values.compare(DataTypes.IntegerType, null, Integer.MIN_VALUE)).isNegative();
        assertThat(Values.equal(DataTypes.IntegerType, null, null)).isTrue();
    }

    @Test
    void mapsAreEqualWhateverTheOrderOfTheirEntries() {
        var type = DataType.fromDDL("map<string,array<int>>");
        var left = new LinkedHashMap<String, List<Integer>>();
        left.put("a", List.of(1));
        left.put("b", List.of(2));
        var right = new LinkedHashMap<String, List<Integer>>();
        right.put("b", List.of(2));
        right.put("a", List.of(1));
        assertThat(Values.equal(type, left, right)).isTrue();
        right.put("a", List.of(3));
        assertThat(Values.equal(type, left, right)).isFalse();
    }
}
