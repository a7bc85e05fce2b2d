package io.tidemill.kafka.lag;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.lag.PartitionLag.Cause;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DataLossClockTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Retention THREE_DAYS =
            new Retention(Optional.of(Duration.ofDays(3)), OptionalLong.empty());

    @Test
    void whoHasReadEverythingHasNothingToLose() {
        var lag = DataLossClock.read(facts(100, 0, 100, Duration.ZERO, THREE_DAYS), NOW);
        assertThat(lag.behind()).isZero();
        assertThat(lag.untilDeleted()).isEmpty();
        assertThat(lag.cause()).isEqualTo(Cause.NONE);
        assertThat(lag.caughtUpIn()).contains(Duration.ZERO);
    }

    @Test
    void theOldestUnreadRowGoesWhenItIsAsOldAsTheRetention() {
        var lag = DataLossClock.read(facts(40, 0, 100, Duration.ofHours(70), THREE_DAYS), NOW);
        assertThat(lag.behind()).isEqualTo(60);
        assertThat(lag.untilDeleted()).contains(Duration.ofHours(2));
        assertThat(lag.cause()).isEqualTo(Cause.TIME);
        assertThat(lag.isUrgent(Duration.ofHours(24))).isTrue();
        assertThat(lag.isUrgent(Duration.ofHours(1))).isFalse();
    }

    @Test
    void aTopicThatKeepsRowsForLessThanTheThresholdIsNoReasonToWarn() {
        var half = new Retention(Optional.of(Duration.ofHours(12)), OptionalLong.empty());
        assertThat(DataLossClock.read(facts(40, 0, 100, Duration.ofMinutes(5), half), NOW))
                .matches(lag -> !lag.isUrgent(Duration.ofHours(24)));
        assertThat(DataLossClock.read(facts(40, 0, 100, Duration.ofHours(7), half), NOW))
                .matches(lag -> lag.isUrgent(Duration.ofHours(24)));
    }

    @Test
    void bySizeItGoesWhenAsMuchLiesBehindItAsIsKept() {
        // 1000 offsets of 10 bytes; 600 unread in 100 minutes: 1 byte a second; 9000 are kept
        var bySize = new Retention(Optional.empty(), OptionalLong.of(9000));
        var facts =
                new PartitionFacts(
                        new TopicPartition("t", 0),
                        400,
                        0,
                        1000,
                        Optional.of(NOW.minus(Duration.ofMinutes(100))),
                        OptionalLong.of(10_000),
                        bySize,
                        Optional.empty(),
                        0,
                        0);
        var lag = DataLossClock.read(facts, NOW);
        assertThat(lag.cause()).isEqualTo(Cause.SIZE);
        assertThat(lag.untilDeleted()).contains(Duration.ofMinutes(50));
        assertThat(lag.kept()).contains(Duration.ofMinutes(150));
    }

    @Test
    void whicheverComesFirstCounts() {
        var both = new Retention(Optional.of(Duration.ofMinutes(101)), OptionalLong.of(9000));
        var facts =
                new PartitionFacts(
                        new TopicPartition("t", 0),
                        400,
                        0,
                        1000,
                        Optional.of(NOW.minus(Duration.ofMinutes(100))),
                        OptionalLong.of(10_000),
                        both,
                        Optional.empty(),
                        0,
                        0);
        assertThat(DataLossClock.read(facts, NOW))
                .extracting(PartitionLag::cause, PartitionLag::untilDeleted)
                .containsExactly(Cause.TIME, Optional.of(Duration.ofMinutes(1)));
    }

    @Test
    void whatIsGoneIsCounted() {
        var lag = DataLossClock.read(facts(40, 55, 100, Duration.ofHours(1), THREE_DAYS), NOW);
        assertThat(lag.lost()).isEqualTo(15);
        assertThat(lag.behind()).isEqualTo(45);
        assertThat(lag.cause()).isEqualTo(Cause.LOST);
        assertThat(lag.isUrgent(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void theBacklogEndsWhenReadingHasOutrunWriting() {
        var facts = facts(0, 0, 9000, Duration.ofHours(1), THREE_DAYS).withRates(100, 400);
        assertThat(DataLossClock.read(facts, NOW).caughtUpIn()).contains(Duration.ofSeconds(30));
        assertThat(DataLossClock.read(facts.withRates(100, 100), NOW).caughtUpIn()).isEmpty();
    }

    @Test
    void theReportTellsTheWorstAndSparksNumbers() {
        var report =
                new LagReport(
                        List.of(
                                DataLossClock.read(
                                        facts(90, 0, 100, Duration.ofHours(1), THREE_DAYS), NOW),
                                DataLossClock.read(
                                        facts(40, 0, 100, Duration.ofHours(70), THREE_DAYS), NOW)));
        assertThat(report.metrics())
                .containsEntry("minOffsetsBehindLatest", "10")
                .containsEntry("maxOffsetsBehindLatest", "60")
                .containsEntry("avgOffsetsBehindLatest", "35.0")
                .containsEntry("hoursUntilDataLoss", "2.0")
                .doesNotContainKey("secondsUntilCaughtUp");
        assertThat(report.warning(Duration.ofHours(24)))
                .hasValueSatisfying(text ->
                        assertThat(text)
                                .contains(
                                        "t-0: 60 offsets are unread", "2.0 hours", "retention.ms"));
        assertThat(report.warning(Duration.ofHours(1))).isEmpty();
        assertThat(LagReport.EMPTY.metrics()).isEmpty();
    }

    @Test
    void compactionAloneDeletesNothingUnread() {
        assertThat(Retention.of(Map.of("cleanup.policy", "compact", "retention.ms", "1")))
                .isEqualTo(Retention.FOREVER);
        assertThat(Retention.of(Map.of("cleanup.policy", "compact,delete", "retention.ms", "1")))
                .isEqualTo(new Retention(Optional.of(Duration.ofMillis(1)), OptionalLong.empty()));
        assertThat(Retention.of(Map.of("retention.ms", "-1", "retention.bytes", "5")))
                .isEqualTo(new Retention(Optional.empty(), OptionalLong.of(5)));
    }

    private static PartitionFacts facts(
            long position, long start, long end, Duration age, Retention retention) {
        return new PartitionFacts(
                new TopicPartition("t", 0),
                position,
                start,
                end,
                Optional.of(NOW.minus(age)),
                OptionalLong.empty(),
                retention,
                Optional.empty(),
                0,
                0);
    }
}
