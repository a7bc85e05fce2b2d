package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.ReadLimit;
import org.junit.jupiter.api.Test;

/// How much the next epoch may read, after epochs that took too long or went quickly.
class RateControlTest {
    private static final long SECOND = 1_000_000_000;
    private static final ReadLimit NONE = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE);

    private final RateControl control = new RateControl(Duration.ofSeconds(10));

    @Test
    void theFirstEpochHasNoLimitAndAQuickOneSetsNone() {
        assertThat(control.limit()).isEqualTo(NONE);
        control.observe(1000, 50_000, SECOND);
        assertThat(control.limit()).isEqualTo(NONE);
    }

    @Test
    void anEpochThatTookTooLongCutsTheNextInProportion() {
        control.observe(1000, 50_000, 40 * SECOND);
        assertThat(control.limit()).isEqualTo(new ReadLimit(250, 12_500));
    }

    @Test
    void theLimitOpensUpTwofoldAtMost() {
        control.observe(1000, 50_000, 40 * SECOND);
        control.observe(250, 12_500, SECOND / 100);
        assertThat(control.limit()).isEqualTo(new ReadLimit(500, 25_000));
        control.observe(500, 25_000, 8 * SECOND);
        assertThat(control.limit()).isEqualTo(new ReadLimit(625, 31_250));
    }

    @Test
    void aSmallEpochThatWasQuickDoesNotNarrowTheLimit() {
        control.observe(1000, 50_000, 40 * SECOND);
        control.observe(1, 50, 9 * SECOND);
        assertThat(control.limit().rows()).isGreaterThanOrEqualTo(250);
    }

    @Test
    void somethingIsAlwaysRead() {
        control.observe(1, 1, 1000 * SECOND);
        assertThat(control.limit()).isEqualTo(new ReadLimit(1, 1));
    }

    @Test
    void withoutATargetThereIsNoLimit() {
        var free = new RateControl(Duration.ZERO);
        free.observe(1000, 50_000, 1000 * SECOND);
        assertThat(free.limit()).isEqualTo(NONE);
    }
}
