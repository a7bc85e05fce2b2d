package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.SessionCatalog.Entry;
import io.tidemill.sql.SessionCatalog.TableEntry;
import io.tidemill.sql.SessionCatalog.ViewEntry;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables and views of a session: `session.catalog()`.
public final class Catalog {
    static final String DATABASE = "default";

    /// What names of global views begin with.
    static final String GLOBAL = "global_temp.";

    private static final StructType TABLES =
            new StructType()
                    .add("name", DataTypes.StringType)
                    .add("catalog", DataTypes.StringType)
                    .add("namespace", DataTypes.createArrayType(DataTypes.StringType))
                    .add("description", DataTypes.StringType)
                    .add("tableType", DataTypes.StringType)
                    .add("isTemporary", DataTypes.BooleanType);
    private static final StructType COLUMNS =
            new StructType()
                    .add("name", DataTypes.StringType)
                    .add("description", DataTypes.StringType)
                    .add("dataType", DataTypes.StringType)
                    .add("nullable", DataTypes.BooleanType);

    private final TidemillSession session;

    Catalog(TidemillSession session) {
        this.session = session;
    }

    /// Always `default`: there is one.
    public String currentDatabase() {
        return DATABASE;
    }

    public String currentCatalog() {
        return "tidemill";
    }

    /// @throws AnalysisException for any but `default`
    public void setCurrentDatabase(String name) {
        if (!databaseExists(name)) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "there is no database '%s': a session has one, '%s'".formatted(name, DATABASE),
                    "give tables names of their own");
        }
    }

    public boolean databaseExists(String name) {
        return name.equalsIgnoreCase(DATABASE);
    }

    /// Whether SQL knows a function of this name: a built-in one, or one of the program.
    public boolean functionExists(String name) {
        return session.analysis().functionNames().stream().anyMatch(name::equalsIgnoreCase);
    }

    public boolean tableExists(String name) {
        return session.tables().find(name).isPresent();
    }

    /// Name, kind and whether it is temporary, by Spark's columns.
    public Dataset<Row> listTables() {
        return session.createDataFrame(
                session.tables().entries().stream().map(Catalog::row).toList(), TABLES);
    }

    private static Row row(Entry entry) {
        return switch (entry) {
            case TableEntry(var name, _, _) ->
                    RowFactory.create(name, "tidemill", List.of(DATABASE), null, "EXTERNAL", false);
            case ViewEntry(var name, _, _) ->
                    RowFactory.create(name, null, List.of(), null, "TEMPORARY", true);
        };
    }

    /// @throws AnalysisException TABLE_OR_VIEW_NOT_FOUND
    public Dataset<Row> listColumns(String table) {
        return session.createDataFrame(
                session.table(table).schema().fieldList().stream()
                        .map(f ->
                                RowFactory.create(
                                        f.name(),
                                        f.comment().orElse(null),
                                        f.dataType().simpleString(),
                                        f.nullable()))
                        .toList(),
                COLUMNS);
    }

    /// Files of Parquet at a path, under a name.
    public Dataset<Row> createTable(String name, String path) {
        return createTable(name, path, "parquet");
    }

    /// Files at a path, under a name; the columns are found in the files.
    public Dataset<Row> createTable(String name, String path, String source) {
        return create(name, source, Optional.empty(), Map.of("path", path));
    }

    public Dataset<Row> createTable(String name, String source, Map<String, String> options) {
        return create(name, source, Optional.empty(), options);
    }

    /// @throws AnalysisException when there is a table of that name, or an option is wrong
    public Dataset<Row> createTable(
            String name, String source, StructType schema, Map<String, String> options) {
        return create(name, source, Optional.of(schema), options);
    }

    private Dataset<Row> create(
            String name, String source, Optional<StructType> schema, Map<String, String> options) {
        var request =
                new Tables.Request(
                        name,
                        source,
                        schema,
                        options,
                        List.of(),
                        Optional.empty(),
                        session.shared().directory());
        TableRef table = session.formats().readable(request);
        session.tables().put(new TableEntry(name, table, Optional.of(request)), false);
        return session.table(name);
    }

    /// Says whether there was one.
    public boolean dropGlobalTempView(String name) {
        return dropTempView(GLOBAL + name);
    }

    /// Says whether there was one.
    public boolean dropTempView(String name) {
        return session.tables().dropView(name);
    }

    /// Does nothing: tables are looked at anew by every query.
    public void refreshTable(String name) {
        var _ = session.tables().get(name);
    }
}
