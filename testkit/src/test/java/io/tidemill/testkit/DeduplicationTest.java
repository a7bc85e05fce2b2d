package io.tidemill.testkit;

import static io.tidemill.testkit.StreamTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

/// `dropDuplicates` and `dropDuplicatesWithinWatermark` of streams, through crashes.
class DeduplicationTest {
    private static final String AT = "2026-01-01 00:00:";

    private static StreamTest test() {
        return StreamTest.simulated(11)
                .table("ride", "id INT, time TIMESTAMP")
                .watermark("ride", "time", "5 seconds")
                .outputMode("append");
    }

    @Test
    void aKeyIsGivenOnceForEver() {
        try (var test = test()) {
            test.stream(own -> own.table("ride").dropDuplicates("id").select("id"))
                    .insert("ride", row(1, AT + "01"), row(1, AT + "02"), row(2, AT + "02"))
                    .sinkHolds(row(1), row(2))
                    .insert("ride", row(3, AT + "50"))
                    .crash(CrashPoint.AFTER_RECORD)
                    .restart()
                    .insert("ride", row(1, AT + "51"), row(3, AT + "51"), row(4, AT + "52"))
                    .sinkHolds(row(1), row(2), row(3), row(4));
            assertThat(test.session().sql("SELECT 1").count()).isEqualTo(1);
        }
    }

    @Test
    void withinTheWatermarkAKeyIsForgottenBehindIt() {
        try (var test = test()) {
            test.stream(own -> own.table("ride").dropDuplicatesWithinWatermark("id").select("id"))
                    .insert("ride", row(1, AT + "01"), row(1, AT + "04"))
                    .sinkHolds(row(1))
                    .insert("ride", row(1, AT + "06"), row(2, AT + "30"))
                    .crash(CrashPoint.AFTER_RECORD)
                    .restart()
                    .sinkHolds(row(1), row(2))
                    .insert("ride", row(1, AT + "31"), row(2, AT + "31"))
                    .sinkHolds(row(1), row(2), row(1));
        }
    }

    @Test
    void withEventTimeAmongTheKeysThatBoundsWhatIsKept() throws Exception {
        try (var test = test()) {
            test.stream(own -> own.table("ride").dropDuplicates("id", "time").select("id"));
            for (int second = 10; second < 59; second++) {
                test.insert("ride", row(1, AT + second), row(1, AT + second));
            }
            test.processAllAvailable().insert("ride", row(1, AT + 59)).processAllAvailable();
            assertThat(test.sinkTable().rows()).hasSize(50);
            var kept = test.query().lastProgress().stateOperators()[0].numRowsTotal();
            assertThat(kept).isLessThan(12);
        }
    }
}
