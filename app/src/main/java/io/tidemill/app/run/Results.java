package io.tidemill.app.run;

import io.tidemill.app.Terminal;
import io.tidemill.app.output.ResultFormat;
import io.tidemill.app.output.ResultWriter;
import io.tidemill.sql.Dataset;
import io.tidemill.sql.Row;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Iterator;

/// Writes the rows of queries to standard output as they are computed, and says on standard error
/// how many there were.
///
/// @param quiet whether the number stays unsaid
public record Results(Terminal terminal, ResultFormat form, boolean quiet) {
    /// Computes a query and writes its rows.
    public void write(Dataset<Row> rows) {
        long begun = System.nanoTime();
        long count = 0;
        try {
            var out =
                    new BufferedWriter(
                            new OutputStreamWriter(terminal.out(), terminal.out().charset()),
                            1 << 16);
            ResultWriter writer = form.writer(out, rows.schema(), zone(rows));
            for (Iterator<Row> at = rows.toLocalIterator(); at.hasNext(); count++) {
                writer.row(at.next().toList());
            }
            writer.end();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!quiet && form == ResultFormat.TABLE) {
            double seconds = (System.nanoTime() - begun) / 1e9;
            terminal.say(
                    terminal.faint(
                            "%,d %s in %.2f s"
                                    .formatted(count, count == 1 ? "row" : "rows", seconds)));
        }
    }

    private static ZoneId zone(Dataset<Row> rows) {
        String zone = rows.sparkSession().conf().get("spark.sql.session.timeZone", "");
        return zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
    }
}
