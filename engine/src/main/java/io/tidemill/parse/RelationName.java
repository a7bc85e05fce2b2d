package io.tidemill.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// A relation that was handed in, where a query has the name of a table.
final class RelationName extends SqlIdentifier {
    /// The first part of the name.
    static final String FIRST = "\u0001relation";

    private final Relation relation;
    private final String alias;

    private RelationName(Relation relation, String alias, SqlParserPos position) {
        super(List.of(FIRST, Long.toString(relation.id())), position);
        this.relation = relation;
        this.alias = alias;
    }

    /// What stands in FROM for a relation.
    ///
    /// @param alias its name in that query
    static SqlNode of(Relation relation, String alias) {
        var position = SqlParserPos.ZERO;
        return SqlStdOperatorTable.AS.createCall(
                position,
                switch (relation) {
                    case KnownRelation known -> new RelationName(known, alias, position);
                    case OpenRelation open -> open.query();
                },
                new SqlIdentifier(alias, position));
    }

    Relation relation() {
        return relation;
    }

    /// Its name in the query.
    String alias() {
        return alias;
    }

    @Override
    public SqlNode clone(SqlParserPos position) {
        return new RelationName(relation, alias, position);
    }
}
