package io.tidemill.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

/// Values in an order with how often they are there.
class MultisetTest {
    private final Multiset values = new Multiset(Comparator.comparing(tuple -> (Integer) tuple[0]));

    private void add(int value, long weight) {
        values.add(new Object[] {value}, weight);
    }

    @Test
    void aValueThatWasTakenAwayTooEarlyIsNotTheFirst() {
        add(3, 1);
        add(1, -1);
        assertThat(values.end(true)).containsExactly(3);
        add(1, 2);
        assertThat(values.end(true)).containsExactly(1);
        add(1, -1);
        add(3, -1);
        assertThat(values.end(true)).isNull();
        assertThat(values.size()).isZero();
    }

    @Test
    void whatChangedIsGivenOnceWithHowOftenItIsThereNow() {
        add(1, 2);
        add(2, 1);
        values.takeChanges();
        add(1, -2);
        add(3, 1);
        var changes = new TreeMap<Integer, Long>();
        values.takeChanges().forEach((tuple, count) -> changes.put((Integer) tuple[0], count));
        assertThat(changes).isEqualTo(Map.of(1, 0L, 3, 1L));
        assertThat(values.hasChanged()).isFalse();
    }
}
