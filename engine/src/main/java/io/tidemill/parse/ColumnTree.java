package io.tidemill.parse;

import io.tidemill.expression.UserAggregate;
import io.tidemill.expression.UserFunction;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// An expression that has been read but not analysed: what a `Column` of the API holds.
///
/// Immutable. Its names mean something only once it is used on a [Relation].
public final class ColumnTree {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    private final SqlNode node;

    ColumnTree(SqlNode node) {
        this.node = node;
    }

    SqlNode node() {
        return node;
    }

    /// Reads an expression in SQL; `expr AS name` and `*` are understood, too.
    ///
    /// @param zone in which timestamp literals without a zone are read
    /// @throws SqlException when it is not one
    public static ColumnTree parse(String sql, ZoneId zone) {
        var source = Source.of(sql);
        var lexemes = new ArrayList<Lexeme>();
        lexemes.add(new Lexeme(Lexeme.Kind.WORD, "SELECT", 0, 0));
        lexemes.addAll(Lexer.read(source));
        var tree = QueryParser.query(source, lexemes, zone);
        if (tree instanceof org.apache.calcite.sql.SqlSelect select
                && select.getSelectList().size() == 1
                && select.getFrom() == null) {
            return new ColumnTree(select.getSelectList().get(0));
        }
        throw SqlException.syntax(
                source,
                0,
                source.text().length(),
                "'" + sql + "' is not one expression",
                "write one expression, without FROM and without commas outside of calls");
    }

    /// A column, or a field of one, by its name: `a`, `a.b`, `` `a.b` ``, `*`, `t.*`.
    public static ColumnTree name(String name) {
        if (name.equals("*")) {
            return new ColumnTree(SqlIdentifier.star(NOWHERE));
        }
        if (name.endsWith(".*")) {
            var parts = new ArrayList<>(parts(name.substring(0, name.length() - 2)));
            parts.add("");
            return new ColumnTree(
                    SqlIdentifier.star(
                            parts, NOWHERE, java.util.Collections.nCopies(parts.size(), NOWHERE)));
        }
        return new ColumnTree(new SqlIdentifier(parts(name), NOWHERE));
    }

    /// A column of one relation, wherever else there are columns of that name.
    public static ColumnTree of(Relation relation, String name) {
        var path = parts(name);
        if (relation instanceof OpenRelation open) {
            path = Stream.concat(open.alias().stream(), path.stream()).toList();
            return new ColumnTree(new SqlIdentifier(path, NOWHERE));
        }
        return new ColumnTree(new SqlIdentifier(Analysis.ownedName(relation.id(), path), NOWHERE));
    }

    /// This, naming columns of a query around the one that it stands in.
    public ColumnTree outer() {
        return new ColumnTree(Outer.mark(node));
    }

    /// The one value of the rows of a query; NULL of none.
    public static ColumnTree scalar(Relation rows) {
        return new ColumnTree(query(rows));
    }

    /// Whether a query has rows.
    public static ColumnTree exists(Relation rows) {
        return new ColumnTree(SqlStdOperatorTable.EXISTS.createCall(NOWHERE, query(rows)));
    }

    /// Whether this is a value of a query of one column.
    public ColumnTree in(Relation rows) {
        return new ColumnTree(
                SqlStdOperatorTable.IN.createCall(NOWHERE, unnamed().node, query(rows)));
    }

    private static SqlNode query(Relation rows) {
        return switch (rows) {
            case OpenRelation open -> open.query();
            case KnownRelation known ->
                    new Clauses()
                            .over(
                                    RelationName.of(
                                            known, known.alias().orElse("inner" + known.id())));
        };
    }

    private static List<String> parts(String name) {
        var source = Source.of(name);
        try {
            var parts = new ArrayList<String>();
            for (var lexeme : Lexer.read(source)) {
                if (lexeme.isName()) {
                    parts.add(lexeme.text());
                } else if (!lexeme.isSymbol(".") && !lexeme.isEnd()) {
                    return List.of(name);
                }
            }
            return parts.isEmpty() ? List.of(name) : parts;
        } catch (SqlException notAPath) {
            return List.of(name);
        }
    }

    /// A constant.
    ///
    /// @param value boxed as `io.tidemill.data` says, or null
    public static ColumnTree literal(@Nullable Object value, DataType type) {
        return new ColumnTree(
                value == null
                        ? LiteralValue.nothing(NOWHERE)
                        : LiteralValue.node(value, type, NOWHERE));
    }

    /// A call of a function or, by its sign or name, of an operator: `+`, `<=>`, `and`, `isnull`.
    public static ColumnTree call(String function, List<ColumnTree> arguments) {
        return call(function, arguments, false);
    }

    /// A call of an aggregate over different values only.
    public static ColumnTree distinct(String function, List<ColumnTree> arguments) {
        return call(function, arguments, true);
    }

    private static ColumnTree call(String function, List<ColumnTree> arguments, boolean distinct) {
        var operator =
                new SqlUnresolvedFunction(
                        new SqlIdentifier(function, NOWHERE),
                        ReturnTypes.explicit(SqlTypeName.ANY),
                        null,
                        null,
                        null,
                        SqlFunctionCategory.USER_DEFINED_FUNCTION);
        SqlLiteral quantifier = distinct ? SqlSelectKeyword.DISTINCT.symbol(NOWHERE) : null;
        return new ColumnTree(
                operator.createCall(
                        quantifier, NOWHERE, arguments.stream().map(ColumnTree::node).toList()));
    }

    /// A call of a function of the program.
    public static ColumnTree call(UserFunction function, List<ColumnTree> arguments) {
        return new ColumnTree(
                Meanings.user(function)
                        .createCall(NOWHERE, arguments.stream().map(ColumnTree::node).toList()));
    }

    /// A call of an aggregate of the program.
    public static ColumnTree call(UserAggregate aggregate, List<ColumnTree> arguments) {
        return new ColumnTree(
                new AggregateOperator(aggregate)
                        .createCall(
                                NOWHERE,
                                arguments.stream().map(each -> each.unnamed().node).toList()));
    }

    /// This call, passing over rows where the value is NULL.
    public ColumnTree ignoringNulls() {
        return new ColumnTree(SqlStdOperatorTable.IGNORE_NULLS.createCall(NOWHERE, node));
    }

    /// Which rows around a row a window function sees.
    ///
    /// @param rows whether rows are counted; else the difference of the key
    /// @param start from the current row, which is 0; the least long: the first row
    /// @param end the greatest long: the last row
    public record Frame(boolean rows, long start, long end) {}

    /// This, a call, over a window: `f(..) OVER (..)`.
    ///
    /// @param order as [#sorted] makes them
    public ColumnTree over(
            List<ColumnTree> partition, List<ColumnTree> order, Optional<Frame> frame) {
        var window =
                SqlWindow.create(
                        null,
                        null,
                        list(partition),
                        list(order),
                        SqlLiteral.createBoolean(frame.map(Frame::rows).orElse(false), NOWHERE),
                        frame.map(f -> bound(f.start())).orElse(null),
                        frame.map(f -> bound(f.end())).orElse(null),
                        null,
                        SqlWindow.createExcludeNoOthers(NOWHERE),
                        NOWHERE);
        return new ColumnTree(SqlStdOperatorTable.OVER.createCall(NOWHERE, unnamed().node, window));
    }

    private static SqlNodeList list(List<ColumnTree> trees) {
        return SqlNodeList.of(NOWHERE, trees.stream().map(ColumnTree::node).toList());
    }

    private static SqlNode bound(long distance) {
        if (distance == Long.MIN_VALUE) {
            return SqlWindow.createUnboundedPreceding(NOWHERE);
        }
        if (distance == Long.MAX_VALUE) {
            return SqlWindow.createUnboundedFollowing(NOWHERE);
        }
        if (distance == 0) {
            return SqlWindow.createCurrentRow(NOWHERE);
        }
        var rows = LiteralValue.node(Math.abs(distance), DataTypes.LongType, NOWHERE);
        return distance < 0
                ? SqlWindow.createPreceding(rows, NOWHERE)
                : SqlWindow.createFollowing(rows, NOWHERE);
    }

    /// `CASE WHEN condition THEN value .. ELSE otherwise END`; conditions and values by turns.
    public static ColumnTree choice(
            List<ColumnTree> conditions, List<ColumnTree> values, Optional<ColumnTree> otherwise) {
        return new ColumnTree(
                new org.apache.calcite.sql.fun.SqlCase(
                        NOWHERE,
                        null,
                        SqlNodeList.of(NOWHERE, conditions.stream().map(ColumnTree::node).toList()),
                        SqlNodeList.of(NOWHERE, values.stream().map(ColumnTree::node).toList()),
                        otherwise
                                .map(ColumnTree::node)
                                .orElseGet(() -> SqlLiteral.createNull(NOWHERE))));
    }

    /// A function of parameters, for functions such as `transform`.
    public static ColumnTree lambda(List<String> parameters, ColumnTree body) {
        var names = parameters.stream().map(p -> (SqlNode) new SqlIdentifier(p, NOWHERE)).toList();
        return new ColumnTree(new SqlLambda(NOWHERE, SqlNodeList.of(NOWHERE, names), body.node));
    }

    /// This under another name.
    public ColumnTree as(String name) {
        return new ColumnTree(
                SqlStdOperatorTable.AS.createCall(
                        NOWHERE, unnamed().node, new SqlIdentifier(name, NOWHERE)));
    }

    /// This under several names: a generator's columns.
    public ColumnTree as(List<String> names) {
        return as(String.join(Generators.NAMES, names));
    }

    ColumnTree unnamed() {
        return node.getKind() == SqlKind.AS ? new ColumnTree(((SqlCall) node).operand(0)) : this;
    }

    /// This as another type.
    ///
    /// @param lenient NULL where the cast would raise
    public ColumnTree cast(DataType type, boolean lenient) {
        return new ColumnTree(
                lenient
                        ? Meanings.cast(type, true).createCall(NOWHERE, node)
                        : Infix.cast(type).createCall(NOWHERE, node));
    }

    /// The field of a struct, or the value of a map's key.
    public ColumnTree field(String name) {
        return new ColumnTree(
                SqlStdOperatorTable.DOT.createCall(
                        NOWHERE, node, new SqlIdentifier(name, NOWHERE)));
    }

    /// This, a struct, with a value in a field.
    ///
    /// @param path the field's name, behind those of the structs that it is in: `a.b`
    public ColumnTree withField(String path, ColumnTree value) {
        return new ColumnTree(
                StructFields.with(parts(path)).createCall(NOWHERE, node, value.unnamed().node));
    }

    /// This, a struct, without a field, if it has it.
    public ColumnTree withoutField(String path) {
        return new ColumnTree(StructFields.without(parts(path)).createCall(NOWHERE, node));
    }

    /// The element of an array or the value of a map's key.
    public ColumnTree item(ColumnTree key) {
        return new ColumnTree(SqlStdOperatorTable.ITEM.createCall(NOWHERE, node, key.node));
    }

    /// This as a key to sort by.
    public ColumnTree sorted(boolean ascending, Optional<Boolean> nullsFirst) {
        var key = ascending ? node : SqlStdOperatorTable.DESC.createCall(NOWHERE, node);
        return new ColumnTree(
                nullsFirst
                        .map(first ->
                                (SqlNode)
                                        (first
                                                        ? SqlStdOperatorTable.NULLS_FIRST
                                                        : SqlStdOperatorTable.NULLS_LAST)
                                                .createCall(NOWHERE, key))
                        .orElse(key));
    }

    /// This computed from the rows of a group for which a condition holds; NULL if there are none.
    public ColumnTree ofRows(ColumnTree condition) {
        var rows = call("count", List.of(literal(1, DataTypes.IntegerType)));
        var some = call(">", List.of(filtered(rows, condition), literal(0L, DataTypes.LongType)));
        return choice(List.of(some), List.of(filtered(unnamed(), condition)), Optional.empty());
    }

    private static ColumnTree filtered(ColumnTree tree, ColumnTree condition) {
        return new ColumnTree(
                Objects.requireNonNull(
                        tree.node.accept(
                                new SqlShuttle() {
                                    @Override
                                    public SqlNode visit(SqlCall call) {
                                        return isAggregate(call)
                                                ? SqlStdOperatorTable.FILTER.createCall(
                                                        NOWHERE, call, condition.node)
                                                : Objects.requireNonNull(super.visit(call));
                                    }
                                })));
    }

    static boolean isAggregate(SqlCall call) {
        return call.getOperator() instanceof AggregateOperator
                || call.getOperator() instanceof SqlUnresolvedFunction function
                        && Functions.find(function.getNameAsId().names.getLast())
                                .filter(Function::isAggregate)
                                .isPresent();
    }

    /// The name that a column with this gets.
    public String title() {
        return PrettyNames.of(node, _ -> false);
    }

    @Override
    public String toString() {
        return title();
    }

    /// A constant text.
    public static ColumnTree text(String value) {
        return literal(value, DataTypes.StringType);
    }
}
