package io.tidemill.sql;

import io.tidemill.parse.Statement;
import io.tidemill.sql.types.StructType;
import java.util.Optional;
import java.util.stream.Stream;

/// What a [Dataset] is: whose rows they are, their columns, how they are computed.
///
/// @param <T> what the rows are
abstract sealed class Described<T> permits Columnar {
    final TidemillSession session;
    final Relational rows;
    final Encoder<T> encoder;

    Described(TidemillSession session, Relational rows, Encoder<T> encoder) {
        this.session = session;
        this.rows = rows;
        this.encoder = encoder;
    }

    final Dataset<Row> derived(Relational changed) {
        return Dataset.ofRows(session, changed);
    }

    /// The same objects, fewer or in another order.
    final Dataset<T> kept(Relational changed) {
        return new Dataset<>(session, changed, encoder);
    }

    final Relational relational() {
        return rows;
    }

    public TidemillSession sparkSession() {
        return session;
    }

    public Encoder<T> encoder() {
        return encoder;
    }

    public StructType schema() {
        return rows.schema();
    }

    public void printSchema() {
        session.out().print(schema().treeString());
        session.out().flush();
    }

    public String[] columns() {
        return schema().fieldNames();
    }

    /// Names and types, pair by pair.
    @SuppressWarnings("unchecked") // an array of pairs, as in Spark
    public Tuple2<String, String>[] dtypes() {
        return schema().fieldList().stream()
                .map(field -> new Tuple2<>(field.name(), field.dataType().simpleString()))
                .toArray(Tuple2[]::new);
    }

    /// Whether it may grow, so that only `writeStream()` runs it.
    public boolean isStreaming() {
        return rows.isStreaming();
    }

    public void explain() {
        explain(false);
    }

    /// Prints how it is computed.
    ///
    /// @param extended also the query as it was understood
    public void explain(boolean extended) {
        explain(extended ? Statement.Form.EXTENDED : Statement.Form.SIMPLE);
    }

    /// @param mode `simple`, `extended`, `formatted` or `cost`, which is formatted: sizes are there
    public void explain(String mode) {
        explain(Statement.Form.of(mode));
    }

    private void explain(Statement.Form form) {
        session.out().println(rows.explain(form, Optional.empty()));
        session.out().flush();
    }

    /// `[device: string, signal: double]`.
    @Override
    public String toString() {
        return Stream.of(schema().fields())
                .map(f -> f.name() + ": " + f.dataType().simpleString())
                .toList()
                .toString();
    }
}
