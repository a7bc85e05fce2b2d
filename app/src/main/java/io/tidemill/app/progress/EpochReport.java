package io.tidemill.app.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one epoch of one query did, or several that are told together.
///
/// @param lastEpoch the number of the last of them
/// @param epochs how many they are, at least 1
/// @param rowsOut rows that the sink took; -1 when it does not count them
/// @param rejected rows that were not taken, by reason: malformed lines, late rows
public record EpochReport(
        String query,
        long lastEpoch,
        long epochs,
        long rowsIn,
        long rowsOut,
        SortedMap<String, Long> rejected,
        long tookMillis) {
    public EpochReport {
        rejected = new TreeMap<>(rejected);
    }

    /// This and what came after it, as one report.
    public EpochReport plus(EpochReport next) {
        var both = new TreeMap<>(rejected);
        next.rejected.forEach((reason, rows) -> both.merge(reason, rows, Long::sum));
        return new EpochReport(
                query,
                next.lastEpoch,
                epochs + next.epochs,
                rowsIn + next.rowsIn,
                rowsOut < 0 || next.rowsOut < 0 ? -1 : rowsOut + next.rowsOut,
                both,
                tookMillis + next.tookMillis);
    }

    /// How many rows were not taken.
    public long refused() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /// `epoch 4: 51 rows in, 22 out, 3 rejected (3 malformed), 18 ms`.
    public String text() {
        var parts = new ArrayList<>(List.of("%,d rows in".formatted(rowsIn)));
        if (rowsOut >= 0) {
            parts.add("%,d out".formatted(rowsOut));
        }
        if (refused() > 0) {
            parts.add(rejectedText(rejected));
        }
        parts.add(tookMillis < 10_000 ? tookMillis + " ms" : tookMillis / 1000 + " s");
        String which =
                epochs == 1
                        ? "epoch " + lastEpoch
                        : "epochs %d to %d".formatted(lastEpoch - epochs + 1, lastEpoch);
        return which + ": " + String.join(", ", parts);
    }

    /// `3 rejected (1 late, 2 malformed)`.
    static String rejectedText(SortedMap<String, Long> rejected) {
        var reasons = new ArrayList<String>();
        rejected.forEach((reason, rows) -> {
            if (rows > 0) {
                reasons.add("%,d %s".formatted(rows, reason));
            }
        });
        return "%,d rejected (%s)"
                .formatted(
                        rejected.values().stream().mapToLong(Long::longValue).sum(),
                        String.join(", ", reasons));
    }
}
