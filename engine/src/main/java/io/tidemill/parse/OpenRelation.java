package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.sql.types.StructType;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/// A query that names columns of a query around it, by [ColumnTree#outer]: kept as it was written
/// until it stands there.
///
/// Its columns are not known, so what needs them is refused; clauses, set operations and joins are
/// written around it.
final class OpenRelation extends Relation {
    private final SqlNode query;
    private final String alias;

    /// @param alias the name that its columns can be qualified with in the clauses around it
    OpenRelation(SqlNode query, String alias) {
        this.query = query;
        this.alias = alias;
    }

    /// As it was written.
    SqlNode query() {
        return query;
    }

    private static SqlException open() {
        return SqlException.at(
                Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                SqlParserPos.ZERO,
                "these rows name columns of a query around them by outer(), so their own columns"
                        + " are not known before they stand in it",
                "use them by scalar(), exists(), isin(..) or lateralJoin(..); select, filter,"
                        + " group, sort and limit them before");
    }

    @Override
    public StructType schema() {
        throw open();
    }

    @Override
    public boolean isStreaming() {
        throw open();
    }

    @Override
    public RelNode algebra() {
        throw open();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    Provenance provenance() {
        throw open();
    }

    @Override
    Optional<String> alias() {
        return Optional.of(alias);
    }
}
