package io.tidemill.app.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rows that were not taken and of which nobody has been told: for each query one line now and
/// then, the first at once.
final class Rejections {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Map<String, Untold> queries = new LinkedHashMap<>();

    private static final class Untold {
        private final TreeMap<String, Long> rows = new TreeMap<>();
        private Instant last = Instant.EPOCH;
    }

    void add(EpochReport report) {
        if (report.refused() > 0) {
            var untold = queries.computeIfAbsent(report.query(), _ -> new Untold());
            report.rejected().forEach((reason, rows) -> untold.rows.merge(reason, rows, Long::sum));
        }
    }

    /// What is to be said now; it is not given again.
    List<String> due(Instant now) {
        var lines = new ArrayList<String>();
        queries.forEach((query, untold) -> {
            if (!untold.rows.isEmpty() && !now.isBefore(untold.last.plus(INTERVAL))) {
                lines.add(query + ": " + EpochReport.rejectedText(untold.rows));
                untold.rows.clear();
                untold.last = now;
            }
        });
        return lines;
    }

    void clear() {
        queries.clear();
    }
}
