package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.source.SlicePlanner.Range;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// How far an epoch reads in each partition, and in which pieces.
class SlicePlannerTest {
    private static Range range(int partition, long from, long to) {
        return new Range(new TopicPartition("bids", partition), from, to);
    }

    @Test
    void aLimitIsDealtOutInProportion() {
        assertThat(
                        SlicePlanner.limited(
                                List.of(range(0, 0, 300), range(1, 50, 150), range(2, 7, 7)), 100))
                .containsExactly(range(0, 0, 75), range(1, 50, 75), range(2, 7, 7));
    }

    @Test
    void aPartitionThatHasLittleIsNotForgottenForThoseThatHaveMuch() {
        assertThat(SlicePlanner.limited(List.of(range(0, 0, 1_000_000), range(1, 4, 6)), 10))
                .containsExactly(range(0, 0, 9), range(1, 4, 5));
    }

    @Test
    void whatIsBelowTheLimitIsTakenWhole() {
        var there = List.of(range(0, 3, 10), range(1, 0, 3));
        assertThat(SlicePlanner.limited(there, 10)).isEqualTo(there);
    }

    @Test
    void piecesCoverTheirRangeWithoutGapOrOverlap() {
        var random = new Random(5);
        for (int run = 0; run < 500; run++) {
            long from = random.nextInt(100);
            var whole = range(0, from, from + random.nextInt(50));
            var other = range(1, 0, random.nextInt(50));
            var pieces =
                    SlicePlanner.cut(
                            List.of(whole, other),
                            random.nextBoolean()
                                    ? Optional.of(1 + random.nextInt(9))
                                    : Optional.empty(),
                            random.nextBoolean()
                                    ? OptionalLong.of(1 + random.nextInt(9))
                                    : OptionalLong.empty());
            for (var each : List.of(whole, other)) {
                long at = each.from();
                for (var piece : pieces) {
                    if (piece.partition().equals(each.partition())) {
                        assertThat(piece.from()).isEqualTo(at);
                        assertThat(piece.size()).isPositive();
                        at = piece.to();
                    }
                }
                assertThat(at).isEqualTo(each.to());
            }
        }
    }

    @Test
    void piecesAreAsManyAndAsSmallAsTheOptionsSay() {
        assertThat(
                        SlicePlanner.cut(
                                List.of(range(0, 0, 90), range(1, 0, 10)),
                                Optional.of(10),
                                OptionalLong.empty()))
                .hasSize(10);
        assertThat(
                        SlicePlanner.cut(
                                List.of(range(0, 0, 90)), Optional.empty(), OptionalLong.of(25)))
                .hasSize(4)
                .allSatisfy(piece -> assertThat(piece.size()).isLessThanOrEqualTo(25));
    }

    @Test
    void aRangeIsCutAtPlacesInsideIt() {
        assertThat(SlicePlanner.cutAt(range(0, 10, 20), List.of(5L, 10L, 14L, 14L, 20L)))
                .containsExactly(range(0, 10, 14), range(0, 14, 20));
    }
}
