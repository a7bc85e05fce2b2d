package io.tidemill.sql;

import io.tidemill.api.java.function.ForeachFunction;
import io.tidemill.api.java.function.ForeachPartitionFunction;
import io.tidemill.api.java.function.ReduceFunction;
import io.tidemill.sql.streaming.DataStreamWriter;
import io.tidemill.sql.types.StructType;
import java.util.Iterator;
import java.util.List;

/// Rows, described and not computed: of a table that is there (batch) or of one that grows
/// (streaming), with the same calls for both.
///
/// A value: every operation gives a new one, and checks names and types at once. Actions (`show`,
/// `collectAsList`, `count`, `write()`) compute a batch one; `writeStream()` runs a streaming one.
/// Operations are inherited, by theme; what they do to the plan stands in [Relational].
///
/// @param <T> what the rows are: [Row], or a class that an [Encoder] knows
public final class Dataset<T> extends Combined<T> {
    Dataset(TidemillSession session, Relational rows, Encoder<T> encoder) {
        super(session, rows, encoder);
    }

    static Dataset<Row> ofRows(TidemillSession session, Relational rows) {
        var columns = rows.isOpen() ? new StructType(List.of()) : rows.schema();
        return new Dataset<>(session, rows, new RowEncoder(columns));
    }

    public void createOrReplaceTempView(String name) {
        session.tables().put(name, rows, true);
    }

    /// @throws AnalysisException when there is a view of that name
    public void createTempView(String name) {
        session.tables().put(name, rows, false);
    }

    /// A view called `global_temp.name`; other sessions do not see it.
    public void createOrReplaceGlobalTempView(String name) {
        createOrReplaceTempView(Catalog.GLOBAL + name);
    }

    /// @throws AnalysisException when there is a view of that name
    public void createGlobalTempView(String name) {
        createTempView(Catalog.GLOBAL + name);
    }

    public void registerTempTable(String name) {
        createOrReplaceTempView(name);
    }

    /// All rows.
    ///
    /// @throws AnalysisException when it is streaming
    public List<T> collectAsList() {
        return session.actions().collect(this);
    }

    /// All rows, as an array of [Row] or of the class of the objects: `(Row[]) rows.collect()`.
    public Object collect() {
        return encoder().array(collectAsList());
    }

    public List<T> takeAsList(int rowCount) {
        return limit(rowCount).collectAsList();
    }

    public Object take(int rowCount) {
        return encoder().array(takeAsList(rowCount));
    }

    public Object head(int rowCount) {
        return take(rowCount);
    }

    /// The first row.
    ///
    /// @throws java.util.NoSuchElementException when there is none
    public T head() {
        return takeAsList(1).iterator().next();
    }

    public T first() {
        return head();
    }

    public boolean isEmpty() {
        return takeAsList(1).isEmpty();
    }

    /// The last rows.
    public Object tail(int rowCount) {
        var all = collectAsList();
        return encoder().array(all.subList(Math.max(0, all.size() - rowCount), all.size()));
    }

    /// What the objects come to, two by two.
    ///
    /// @throws java.util.NoSuchElementException when there is none
    public T reduce(ReduceFunction<T> function) {
        var objects = collectAsList().iterator();
        var sum = objects.next();
        while (objects.hasNext()) {
            try {
                sum = function.call(sum, objects.next());
            } catch (Throwable e) {
                throw UserCodeFailure.of("reduce", String.valueOf(sum), e);
            }
        }
        return sum;
    }

    public long count() {
        return session.actions().count(this);
    }

    public Iterator<T> toLocalIterator() {
        return collectAsList().iterator();
    }

    /// Computes the rows and gives each to the program.
    ///
    /// @throws AnalysisException when it is streaming
    public void foreach(ForeachFunction<T> function) {
        session.actions().foreach(this, function);
    }

    /// Computes the rows and gives them to the program, some at each call.
    ///
    /// @throws AnalysisException when it is streaming
    public void foreachPartition(ForeachPartitionFunction<T> function) {
        session.actions().foreachPartition(this, function);
    }

    /// The rows as JSON objects.
    public Dataset<String> toJSON() {
        return derived(rows).map(Row::json, Encoders.STRING());
    }

    /// Prints the first 20 rows, values cut to 20 characters.
    public void show() {
        show(20);
    }

    /// Prints so many rows, values cut to 20 characters.
    public void show(int rowCount) {
        show(rowCount, true);
    }

    /// Prints the first 20 rows.
    ///
    /// @param truncate whether values are cut to 20 characters
    public void show(boolean truncate) {
        show(20, truncate);
    }

    /// Prints so many rows.
    ///
    /// @param truncate whether values are cut to 20 characters
    public void show(int rowCount, boolean truncate) {
        show(rowCount, truncate ? 20 : 0);
    }

    /// Prints so many rows.
    ///
    /// @param truncate the most characters of a value; 0 for all
    public void show(int rowCount, int truncate) {
        show(rowCount, truncate, false);
    }

    /// Prints rows as a table.
    ///
    /// @param truncate the most characters of a value; 0 for all
    /// @param vertical a line for each value instead
    public void show(int rowCount, int truncate, boolean vertical) {
        session.out().println(session.actions().shown(this, rowCount, truncate, vertical));
        session.out().flush();
    }

    /// @throws AnalysisException when it is streaming
    public DataFrameWriter<T> write() {
        session.actions().requireBatch(this, "write");
        return new DataFrameWriter<>(this);
    }

    /// @throws AnalysisException when it is not streaming
    public DataStreamWriter<T> writeStream() {
        session.actions().requireStream(this);
        return new StreamWriter<>(this);
    }

    /// Keeps the rows of a batch in memory, so that later uses do not compute them again.
    public Dataset<T> persist() {
        return kept(session.actions().kept(this));
    }

    /// As [#persist].
    public Dataset<T> cache() {
        return persist();
    }

    /// As [#persist], which takes the rows out of what computed them, too.
    public Dataset<T> checkpoint() {
        return persist();
    }

    public Dataset<T> checkpoint(boolean eager) {
        return persist();
    }

    public Dataset<T> localCheckpoint() {
        return persist();
    }

    public Dataset<T> localCheckpoint(boolean eager) {
        return persist();
    }

    /// Does nothing: what [#persist] keeps goes with its Dataset.
    public Dataset<T> unpersist() {
        return this;
    }

    public Dataset<T> unpersist(boolean blocking) {
        return this;
    }
}
