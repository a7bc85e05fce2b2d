package io.tidemill.app.output;

import io.tidemill.sql.types.StructType;
import java.time.ZoneId;
import java.util.Locale;

/// The forms in which `-o` gives a result.
public enum ResultFormat {
    /// A table with lines around it, for people.
    TABLE,
    /// One JSON array of objects.
    JSON,
    /// One JSON object a line.
    JSONL,
    /// Comma separated, with a header, quoted where needed (RFC 4180).
    CSV,
    /// A table as Markdown has it.
    MARKDOWN;

    /// A writer for rows of `schema`.
    ///
    /// @param out where the text goes; not closed
    /// @param zone in which timestamps are shown
    public ResultWriter writer(Appendable out, StructType schema, ZoneId zone) {
        return switch (this) {
            case TABLE -> new TableWriter(out, schema, zone, TableStyle.BOX);
            case MARKDOWN -> new TableWriter(out, schema, zone, TableStyle.MARKDOWN);
            case JSON -> new JsonResultWriter(out, schema, new ValueJson(zone), true);
            case JSONL -> new JsonResultWriter(out, schema, new ValueJson(zone), false);
            case CSV -> new CsvResultWriter(out, schema, zone);
        };
    }

    /// As the command line names it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
