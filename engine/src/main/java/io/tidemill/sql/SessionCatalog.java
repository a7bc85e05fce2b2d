package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What names of tables and views mean in a session; compared without regard to case.
///
/// Tables are shared by the sessions that [TidemillSession#newSession] makes of one; views are each
/// session's own and hide tables of the same name. Thread-safe.
final class SessionCatalog {
    /// A name's meaning.
    sealed interface Entry {
        String name();
    }

    /// @param request as it was declared; empty for a table in memory
    record TableEntry(String name, TableRef table, Optional<Tables.Request> request)
            implements Entry {}

    record ViewEntry(String name, Relational rows, Optional<String> sql) implements Entry {}

    private final Map<String, TableEntry> tables;
    private final Map<String, ViewEntry> views = new LinkedHashMap<>();

    SessionCatalog() {
        this(new LinkedHashMap<>());
    }

    private SessionCatalog(Map<String, TableEntry> tables) {
        this.tables = tables;
    }

    /// Another session's catalog: the same tables, no views.
    SessionCatalog sibling() {
        return new SessionCatalog(tables);
    }

    Optional<Entry> find(String name) {
        synchronized (tables) {
            var key = key(name);
            Entry view = views.get(key);
            return Optional.ofNullable(view != null ? view : tables.get(key));
        }
    }

    /// @throws AnalysisException TABLE_OR_VIEW_NOT_FOUND, with the nearest name
    Entry get(String name) {
        return find(name).orElseThrow(() -> notFound("table or view", name, names()));
    }

    /// @throws AnalysisException TABLE_OR_VIEW_NOT_FOUND when there is no table of that name
    TableEntry table(String name) {
        synchronized (tables) {
            var entry = tables.get(key(name));
            if (entry != null) {
                return entry;
            }
            if (views.containsKey(key(name))) {
                throw new AnalysisException(
                        Condition.UNSUPPORTED_FEATURE,
                        "'%s' is a view, and rows cannot be put into a view".formatted(name),
                        "name a table");
            }
            throw notFound("table", name, tables.values().stream().map(TableEntry::name).toList());
        }
    }

    /// @throws AnalysisException TABLE_OR_VIEW_ALREADY_EXISTS unless it may be replaced
    void put(TableEntry entry, boolean replace) {
        synchronized (tables) {
            if (!replace && tables.containsKey(key(entry.name()))) {
                throw exists("table", entry.name());
            }
            tables.put(key(entry.name()), entry);
        }
    }

    void put(String name, Relational rows, boolean replace) {
        put(new ViewEntry(name, rows, Optional.empty()), replace);
    }

    /// @throws AnalysisException TABLE_OR_VIEW_ALREADY_EXISTS unless it may be replaced
    void put(ViewEntry entry, boolean replace) {
        synchronized (tables) {
            if (!replace && views.containsKey(key(entry.name()))) {
                throw exists("view", entry.name());
            }
            views.put(key(entry.name()), entry);
        }
    }

    /// The table in memory of this name with these columns; a new one unless there is such a one.
    MemoryTable memory(String name, StructType schema) {
        synchronized (tables) {
            var existing = tables.get(key(name));
            if (existing != null
                    && existing.table().table() instanceof MemoryTable memory
                    && memory.schema().equals(schema)) {
                return memory;
            }
            var memory = new MemoryTable(name, schema);
            put(
                    new TableEntry(name, memory.ref(), Optional.empty()),
                    existing == null || isMemory(existing));
            return memory;
        }
    }

    private static boolean isMemory(TableEntry entry) {
        return entry.table().table() instanceof MemoryTable;
    }

    /// Forgets a table; its files stay. Says whether there was one.
    boolean dropTable(String name) {
        synchronized (tables) {
            return tables.remove(key(name)) != null;
        }
    }

    /// Says whether there was one.
    boolean dropView(String name) {
        synchronized (tables) {
            return views.remove(key(name)) != null;
        }
    }

    /// Views, then tables that no view hides, each in the order in which they were made.
    List<Entry> entries() {
        synchronized (tables) {
            var entries = new ArrayList<Entry>(views.values());
            tables.forEach((key, table) -> {
                if (!views.containsKey(key)) {
                    entries.add(table);
                }
            });
            return entries;
        }
    }

    private List<String> names() {
        return entries().stream().map(Entry::name).toList();
    }

    static AnalysisException notFound(String what, String name, List<String> known) {
        var near = Nearest.to(name, known);
        return new AnalysisException(
                Condition.TABLE_OR_VIEW_NOT_FOUND,
                "there is no %s '%s'%s"
                        .formatted(
                                what,
                                name,
                                near.map(n -> "; did you mean '" + n + "'?").orElse("")),
                known.isEmpty()
                        ? "create it first"
                        : "create it first, or use one of " + String.join(", ", known));
    }

    private static AnalysisException exists(String what, String name) {
        return new AnalysisException(
                Condition.TABLE_OR_VIEW_ALREADY_EXISTS,
                "there is already a %s '%s'".formatted(what, name),
                "choose another name, drop it first, or say OR REPLACE");
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
