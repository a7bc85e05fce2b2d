package io.tidemill.sql;

import io.tidemill.parse.Analyzer.JoinType;
import io.tidemill.parse.Analyzer.SetOperation;
import java.util.Arrays;
import java.util.Optional;

/// What a [Dataset] does with another one.
///
/// @param <T> what the rows are
abstract sealed class Combined<T> extends Rowwise<T> permits Dataset {
    Combined(TidemillSession session, Relational rows, Encoder<T> encoder) {
        super(session, rows, encoder);
    }

    /// All rows of both, column by column in order.
    public Dataset<T> union(Dataset<T> other) {
        return kept(rows.union(other.relational()));
    }

    public Dataset<T> unionAll(Dataset<T> other) {
        return union(other);
    }

    public Dataset<T> unionByName(Dataset<T> other) {
        return unionByName(other, false);
    }

    /// All rows of both, columns brought together by name.
    ///
    /// @param allowMissing columns that only one has are NULL in rows of the other
    public Dataset<T> unionByName(Dataset<T> other, boolean allowMissing) {
        return kept(rows.unionByName(other.relational(), allowMissing));
    }

    /// The different rows that both have.
    public Dataset<T> intersect(Dataset<T> other) {
        return kept(rows.combined(SetOperation.INTERSECT, other.relational()));
    }

    /// The rows that both have, as often as both have them.
    public Dataset<T> intersectAll(Dataset<T> other) {
        return kept(rows.combined(SetOperation.INTERSECT_ALL, other.relational()));
    }

    /// The different rows that the other one does not have.
    public Dataset<T> except(Dataset<T> other) {
        return kept(rows.combined(SetOperation.EXCEPT, other.relational()));
    }

    /// The rows, as often as they are here more often than in the other one.
    public Dataset<T> exceptAll(Dataset<T> other) {
        return kept(rows.combined(SetOperation.EXCEPT_ALL, other.relational()));
    }

    // --- Joins

    /// Every pair of rows.
    public Dataset<Row> join(Dataset<?> right) {
        return crossJoin(right);
    }

    /// Every pair of rows.
    public Dataset<Row> crossJoin(Dataset<?> right) {
        return derived(rows.join(right.relational(), JoinType.CROSS, Optional.empty()));
    }

    /// The pairs that are equal in a column of both, which the result has once, in front.
    public Dataset<Row> join(Dataset<?> right, String usingColumn) {
        return join(right, new String[] {usingColumn}, "inner");
    }

    public Dataset<Row> join(Dataset<?> right, String[] usingColumns) {
        return join(right, usingColumns, "inner");
    }

    public Dataset<Row> join(Dataset<?> right, String usingColumn, String joinType) {
        return join(right, new String[] {usingColumn}, joinType);
    }

    /// @param joinType `inner`, `left`, `right`, `full`, `left_semi`, `left_anti`, ...
    public Dataset<Row> join(Dataset<?> right, String[] usingColumns, String joinType) {
        var type = JoinTypes.conditioned(JoinTypes.of(joinType));
        return derived(rows.join(right.relational(), type, Arrays.asList(usingColumns)));
    }

    /// The pairs for which a condition is true. A column of one side is named as `left.col("a")`,
    /// or by the name that [#as] gave the side: `col("l.a")`.
    public Dataset<Row> join(Dataset<?> right, Column condition) {
        return join(right, condition, "inner");
    }

    /// @param joinType `inner`, `left`, `right`, `full`, `left_semi`, `left_anti`, ...
    public Dataset<Row> join(Dataset<?> right, Column condition, String joinType) {
        var type = JoinTypes.conditioned(JoinTypes.of(joinType));
        return derived(rows.join(right.relational(), type, Optional.of(condition)));
    }

    /// The pairs of objects for which a condition is true.
    public <U> Dataset<Tuple2<T, U>> joinWith(Dataset<U> right, Column condition) {
        return joinWith(right, condition, "inner");
    }

    /// The pairs of objects for which a condition is true; null where an outer join finds none.
    ///
    /// @param joinType `inner`, `cross`, `left`, `right` or `full`
    public <U> Dataset<Tuple2<T, U>> joinWith(Dataset<U> right, Column condition, String joinType) {
        var type = JoinTypes.conditioned(JoinTypes.paired(joinType));
        var pairs = rows.pairs(right.relational(), encoder, right.encoder(), type, condition);
        return new Dataset<>(session, pairs, Encoders.tuple(encoder, right.encoder()));
    }

    // --- Queries in queries

    /// Each row with the rows that the other query gives for it: it may name columns of this one by
    /// [Column#outer].
    public Dataset<Row> lateralJoin(Dataset<?> right) {
        return lateral(right, JoinType.CROSS, Optional.empty());
    }

    public Dataset<Row> lateralJoin(Dataset<?> right, Column condition) {
        return lateral(right, JoinType.INNER, Optional.of(condition));
    }

    /// @param joinType `inner`, `cross` or `left`
    public Dataset<Row> lateralJoin(Dataset<?> right, String joinType) {
        return lateral(right, JoinTypes.lateral(joinType), Optional.empty());
    }

    public Dataset<Row> lateralJoin(Dataset<?> right, Column condition, String joinType) {
        return lateral(right, JoinTypes.lateral(joinType), Optional.of(condition));
    }

    private Dataset<Row> lateral(Dataset<?> right, JoinType type, Optional<Column> condition) {
        return derived(rows.lateralJoin(right.relational(), type, condition));
    }

    /// The value of this Dataset's one row and column, in another query; NULL when there is no row.
    public Column scalar() {
        return rows.scalar();
    }

    /// Whether this Dataset has rows, in another query: `a.where(b.where(..).exists())`.
    public Column exists() {
        return rows.exists();
    }
}
