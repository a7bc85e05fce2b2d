package io.tidemill.parse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// The clauses of a query over one table, one after the other, as an operation of a Dataset gives
/// them; [#over] makes the query. Without [#items] it has all columns.
final class Clauses {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    private List<ColumnTree> items = List.of(ColumnTree.name("*"));
    private @Nullable SqlNode where;
    private @Nullable SqlNodeList groupBy;
    private @Nullable SqlNodeList orderBy;
    private @Nullable SqlNode offset;
    private @Nullable SqlNode fetch;
    private boolean distinct;

    Clauses items(List<ColumnTree> columns) {
        items = columns;
        return this;
    }

    /// Whether the result has the columns of the input as they are.
    boolean keepsAll() {
        return items.size() == 1
                && items.getFirst().node() instanceof SqlIdentifier star
                && star.isStar()
                && star.names.size() == 1;
    }

    Clauses where(ColumnTree condition) {
        where = condition.node();
        return this;
    }

    Clauses distinct() {
        distinct = true;
        return this;
    }

    Clauses groupBy(List<ColumnTree> keys) {
        groupBy = list(keys.stream().map(ColumnTree::unnamed).toList());
        return this;
    }

    Clauses groupBy(
            Analyzer.Grouping grouping, List<ColumnTree> keys, List<List<ColumnTree>> sets) {
        var nodes = keys.stream().map(key -> key.unnamed().node()).toList();
        groupBy =
                switch (grouping) {
                    case PLAIN -> SqlNodeList.of(NOWHERE, nodes);
                    case ROLLUP ->
                            SqlNodeList.of(SqlStdOperatorTable.ROLLUP.createCall(NOWHERE, nodes));
                    case CUBE ->
                            SqlNodeList.of(SqlStdOperatorTable.CUBE.createCall(NOWHERE, nodes));
                    case SETS ->
                            SqlNodeList.of(
                                    SqlStdOperatorTable.GROUPING_SETS.createCall(
                                            NOWHERE, sets.stream().map(Clauses::set).toList()));
                };
        return this;
    }

    private static SqlNode set(List<ColumnTree> keys) {
        return keys.isEmpty()
                ? SqlNodeList.EMPTY
                : SqlStdOperatorTable.ROW.createCall(
                        NOWHERE, keys.stream().map(key -> key.unnamed().node()).toList());
    }

    Clauses orderBy(List<ColumnTree> keys) {
        orderBy = list(keys);
        return this;
    }

    Clauses limit(long from, Optional<Long> count) {
        offset = from == 0 ? null : number(from);
        fetch = count.map(Clauses::number).orElse(null);
        return this;
    }

    private static SqlNode number(long value) {
        return SqlLiteral.createExactNumeric(Long.toString(value), NOWHERE);
    }

    private static SqlNodeList list(List<ColumnTree> trees) {
        return SqlNodeList.of(NOWHERE, trees.stream().map(ColumnTree::node).toList());
    }

    /// Whether these are a limit and nothing else, and the query is one of an order without limits:
    /// in FROM, an order would mean nothing.
    boolean limits(SqlNode query) {
        return query instanceof SqlOrderBy ordered
                && ordered.fetch == null
                && ordered.offset == null
                && (offset != null || fetch != null);
    }

    /// The first rows of an order.
    SqlNode limit(SqlOrderBy ordered) {
        return new SqlOrderBy(NOWHERE, ordered.query, ordered.orderList, offset, fetch);
    }

    /// Whether some column of a query around is named.
    boolean nameOuter() {
        return items.stream().anyMatch(item -> Outer.isIn(item.node()))
                || Stream.of(Optional.ofNullable(where), of(groupBy), of(orderBy))
                        .flatMap(Optional::stream)
                        .anyMatch(Outer::isIn);
    }

    private static Optional<SqlNode> of(@Nullable SqlNodeList list) {
        return Optional.ofNullable(list);
    }

    /// @param from null for a query without FROM
    SqlNode over(@Nullable SqlNode from) {
        var select =
                new SqlSelect(
                        NOWHERE,
                        distinct
                                ? SqlNodeList.of(SqlSelectKeyword.DISTINCT.symbol(NOWHERE))
                                : SqlNodeList.EMPTY,
                        list(items),
                        from,
                        where,
                        groupBy,
                        null,
                        SqlNodeList.EMPTY,
                        null,
                        null,
                        null,
                        null,
                        null);
        return orderBy == null && offset == null && fetch == null
                ? select
                : new SqlOrderBy(
                        NOWHERE,
                        select,
                        orderBy == null ? SqlNodeList.EMPTY : orderBy,
                        offset,
                        fetch);
    }
}
