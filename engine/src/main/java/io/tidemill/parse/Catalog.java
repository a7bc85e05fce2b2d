package io.tidemill.parse;

import io.tidemill.connect.Table;
import io.tidemill.expression.UserFunction;
import io.tidemill.sql.types.StructType;
import java.util.Collection;
import java.util.Optional;

/// The tables and views that names in queries can mean. Kept by the session.
public interface Catalog {
    /// @param name as written, with points between its parts; case does not count
    Optional<Entry> find(String name);

    /// The table of the numbers from `start` up to but not including `end`, its column called `id`.
    Entry.Stored range(long start, long end, long step);

    /// The function of the program that was registered under a name.
    default Optional<UserFunction> function(String name) {
        return Optional.empty();
    }

    /// The names there are, to suggest one.
    Collection<String> names();

    /// What a name means.
    sealed interface Entry {
        /// @param name as messages and plans should show it
        /// @param format what `USING` named
        /// @param schema all columns that can be read
        /// @param watermark what `WATERMARK FOR` declared
        record Stored(
                String name,
                String format,
                StructType schema,
                Optional<Statement.Watermark> watermark,
                Table table)
                implements Entry {}

        /// A view: the rows of another query.
        record View(Relation relation) implements Entry {}
    }
}
