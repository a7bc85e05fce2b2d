package io.tidemill.file;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.Sink;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where records that cannot be read are kept: JSON files in a folder of the query's own under what
/// the option `badRecordsPath` names.
public final class RejectedFiles {
    private RejectedFiles() {}

    /// @param context of the table whose records they are
    /// @return empty when the table's options do not ask for it
    public static Optional<Sink> sink(TableContext context, String query) throws IOException {
        var folder = context.options().get("badRecordsPath");
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        var files =
                new JsonFiles()
                        .table(
                                new TableContext(
                                        context.name() + " (rejected records)",
                                        Optional.of(BadRecords.SCHEMA),
                                        Options.of(
                                                Map.of(
                                                        "path",
                                                        Path.of(folder.get(), query).toString())),
                                        List.of(),
                                        context.base(),
                                        context.world()));
        return Optional.of(files.sink(BadRecords.SCHEMA));
    }
}
