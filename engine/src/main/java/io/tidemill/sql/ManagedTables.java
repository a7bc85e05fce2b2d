package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.sql.SessionCatalog.TableEntry;
import io.tidemill.sql.types.StructType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tables that a writer makes, of files: where its option `path` says, else in a folder called as
/// the table under `spark.sql.warehouse.dir`. The catalog knows them as long as the session lives;
/// the files stay.
final class ManagedTables {
    private final TidemillSession session;
    private final String format;
    private final Map<String, String> options;
    private final List<String> partitionBy;

    ManagedTables(
            TidemillSession session,
            String format,
            Map<String, String> options,
            List<String> partitionBy) {
        this.session = session;
        this.format = format;
        this.options = options;
        this.partitionBy = partitionBy;
    }

    /// A table for rows of these columns; the catalog does not know it yet.
    TableEntry entry(String name, StructType schema) {
        var where = new TreeMap<>(options);
        where.putIfAbsent("path", Path.of(session.conf().settings().warehouse(), name).toString());
        var request =
                new Tables.Request(
                        name,
                        format,
                        Optional.of(schema),
                        where,
                        partitionBy,
                        Optional.empty(),
                        session.shared().directory());
        return new TableEntry(name, session.formats().readable(request), Optional.of(request));
    }

    /// Writes rows into a table of the catalog, which is made if it is not there.
    ///
    /// @throws AnalysisException TABLE_OR_VIEW_ALREADY_EXISTS or PATH_ALREADY_EXISTS when it is
    ///   there and the mode refuses that
    void save(String name, Relational rows, SaveMode mode) {
        boolean exists = session.tables().find(name).isPresent();
        if (exists && mode == SaveMode.Ignore) {
            return;
        }
        if (exists && mode == SaveMode.ErrorIfExists) {
            throw new AnalysisException(
                    Condition.TABLE_OR_VIEW_ALREADY_EXISTS,
                    "there is already a table or view '%s'".formatted(name),
                    "choose another name, or the mode append or overwrite");
        }
        if (exists && mode == SaveMode.Append) {
            session.actions().insert(rows, session.tables().table(name), List.of(), false);
            return;
        }
        var entry = entry(name, rows.schema());
        session.actions()
                .write(rows, session.formats().writable(entry.request().orElseThrow(), mode), mode);
        session.tables().put(entry, true);
    }

    /// The table of the catalog for a stream's rows, which is made if it is not there.
    TableEntry forStream(String name, StructType schema) {
        if (session.tables().find(name).isEmpty() && StreamReader.isOfFiles(format)) {
            session.tables().put(entry(name, schema), false);
        }
        return session.tables().table(name);
    }
}
