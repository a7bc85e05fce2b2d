package io.tidemill.sql;

import io.tidemill.parse.ColumnTree;
import io.tidemill.sql.expressions.WindowSpec;
import io.tidemill.sql.types.DataType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An expression over the columns of a Dataset, not yet resolved: names, types and functions are
/// checked when a Dataset takes it, by the same rules as SQL text.
///
/// A value; every method gives a new one.
public sealed class Column permits TypedColumn {
    /// Makes the tree; timestamp literals without a zone are read in the session's.
    @FunctionalInterface
    interface Tree {
        ColumnTree in(ZoneId zone);
    }

    /// How it is sorted by.
    private record Order(boolean ascending, Optional<Boolean> nullsFirst) {}

    /// The branches of a CASE that has no ELSE yet.
    private record Branches(List<Column> conditions, List<Column> values) {}

    private final Tree tree;
    private final @Nullable String title;
    private final @Nullable String alias;
    private final @Nullable Order order;
    private final @Nullable Branches branches;

    private Column(
            Tree tree,
            @Nullable String title,
            @Nullable String alias,
            @Nullable Order order,
            @Nullable Branches branches) {
        this.tree = tree;
        this.title = title;
        this.alias = alias;
        this.order = order;
        this.branches = branches;
    }

    /// A column that is known only with the Dataset that uses it.
    ///
    /// @param unknown throws
    Column(Tree unknown, String title) {
        this(unknown, title, null, null, null);
    }

    /// The column of this name, as `functions.col` makes it.
    public Column(String name) {
        this(_ -> ColumnTree.name(name), null, null, null, null);
    }

    /// An expression with the name that its result has when nobody names it; null leaves that to
    /// the analyser.
    static Column of(Tree tree, @Nullable String title) {
        return new Column(tree, title, null, null, null);
    }

    /// What is not a column yet becomes a constant.
    static Column lit(@Nullable Object value) {
        if (value instanceof Column column) {
            return column;
        }
        var tree = Literals.tree(value);
        return of(_ -> tree, Literals.title(value));
    }

    /// `name(arguments)`.
    static Column call(String name, Object... arguments) {
        var columns = Arrays.stream(arguments).map(Column::lit).toList();
        return of(
                called(name, columns),
                columns.stream()
                        .map(Column::title)
                        .collect(Collectors.joining(", ", name + "(", ")")));
    }

    /// An aggregate over each combination of its arguments once.
    static Column distinct(String name, List<Column> arguments) {
        return of(
                zone ->
                        ColumnTree.distinct(
                                name,
                                arguments.stream().map(column -> column.tree.in(zone)).toList()),
                arguments.stream()
                        .map(Column::title)
                        .collect(Collectors.joining(", ", name + "(DISTINCT ", ")")));
    }

    /// `name(arguments)`, which makes rows, of columns that it names itself.
    static Column generator(String name, Object... arguments) {
        return of(called(name, Arrays.stream(arguments).map(Column::lit).toList()), null);
    }

    /// Names for all columns that a generator such as `posexplode` gives.
    public Column as(String[] aliases) {
        var names = List.of(aliases);
        return of(zone -> tree.in(zone).as(names), null);
    }

    /// This call, passing over rows where the value is NULL.
    Column ignoringNulls() {
        return of(zone -> tree.in(zone).ignoringNulls(), null);
    }

    private static Tree called(String name, List<Column> arguments) {
        return zone ->
                ColumnTree.call(
                        name, arguments.stream().map(column -> column.tree.in(zone)).toList());
    }

    /// The first branch of a CASE that [#when] and [#otherwise] go on with.
    static Column firstCase(Column condition, @Nullable Object value) {
        return choice(new Branches(List.of(condition), List.of(lit(value))));
    }

    private static Column choice(Branches branches) {
        return new Column(
                zone -> choice(branches, Optional.empty(), zone), null, null, null, branches);
    }

    private static ColumnTree choice(Branches branches, Optional<Column> otherwise, ZoneId zone) {
        return ColumnTree.choice(
                branches.conditions().stream().map(column -> column.tree.in(zone)).toList(),
                branches.values().stream().map(column -> column.tree.in(zone)).toList(),
                otherwise.map(column -> column.tree.in(zone)));
    }

    private Column binary(String operator, @Nullable Object other) {
        var right = lit(other);
        return of(
                called(operator, List.of(this, right)),
                "(%s %s %s)".formatted(title(), operator.toUpperCase(Locale.ROOT), right.title()));
    }

    private Column suffix(String function, String title) {
        return of(called(function, List.of(this)), "(" + title() + " " + title + ")");
    }

    /// The expression without alias and order.
    ColumnTree tree(ZoneId zone) {
        return tree.in(zone);
    }

    /// This aggregate over the rows for which a condition holds; NULL if there are none.
    Column ofRows(Column condition) {
        return of(zone -> tree.in(zone).ofRows(condition.tree.in(zone)), null);
    }

    /// The name of the result when nobody names it, for messages and as part of longer ones.
    String title() {
        return title == null ? tree.in(ZoneOffset.UTC).title() : title;
    }

    /// The name that the result gets.
    String shown() {
        return alias == null ? title() : alias;
    }

    /// As an item of a select list.
    ColumnTree item(ZoneId zone) {
        var name = alias == null ? title : alias;
        return name == null ? tree.in(zone) : tree.in(zone).as(name);
    }

    /// As an item of ORDER BY.
    ColumnTree sortKey(ZoneId zone) {
        return order == null
                ? tree.in(zone)
                : tree.in(zone).sorted(order.ascending(), order.nullsFirst());
    }

    /// As a field of a struct, under the name given by [#as] if there is one.
    ColumnTree field(ZoneId zone) {
        return alias == null ? tree.in(zone) : tree.in(zone).as(alias);
    }

    /// The name given by [#as], else the last part of a column's name, else empty.
    Optional<String> fieldName() {
        if (alias != null) {
            return Optional.of(alias);
        }
        return title == null && branches == null ? Optional.of(title()) : Optional.empty();
    }

    public Column plus(Object other) {
        return binary("+", other);
    }

    public Column minus(Object other) {
        return binary("-", other);
    }

    public Column multiply(Object other) {
        return binary("*", other);
    }

    public Column divide(Object other) {
        return binary("/", other);
    }

    public Column mod(Object other) {
        return binary("%", other);
    }

    public Column equalTo(@Nullable Object other) {
        return binary("=", other);
    }

    public Column notEqual(@Nullable Object other) {
        return of(
                called("<>", List.of(this, lit(other))),
                "(NOT (%s = %s))".formatted(title(), lit(other).title()));
    }

    public Column gt(Object other) {
        return binary(">", other);
    }

    public Column lt(Object other) {
        return binary("<", other);
    }

    public Column geq(Object other) {
        return binary(">=", other);
    }

    public Column leq(Object other) {
        return binary("<=", other);
    }

    /// Equal, or both NULL.
    public Column eqNullSafe(@Nullable Object other) {
        return binary("<=>", other);
    }

    public Column and(Object other) {
        return binary("AND", other);
    }

    public Column or(Object other) {
        return binary("OR", other);
    }

    public Column bitwiseAND(Object other) {
        return binary("&", other);
    }

    public Column bitwiseOR(Object other) {
        return binary("|", other);
    }

    public Column bitwiseXOR(Object other) {
        return binary("^", other);
    }

    public Column between(Object lower, Object upper) {
        return geq(lower).and(leq(upper));
    }

    public Column isNull() {
        return suffix("isnull", "IS NULL");
    }

    public Column isNotNull() {
        return suffix("isnotnull", "IS NOT NULL");
    }

    public Column isNaN() {
        return call("isnan", this);
    }

    public Column isin(Object... values) {
        if (values.length == 0) {
            return lit(false);
        }
        var columns = Arrays.stream(values).map(Column::lit).toList();
        var operands = new ArrayList<Column>();
        operands.add(this);
        operands.addAll(columns);
        return of(
                called("in", operands),
                columns.stream()
                        .map(Column::title)
                        .collect(Collectors.joining(", ", "(" + title() + " IN (", "))")));
    }

    /// Whether this is among the values of a Dataset of one column.
    public Column isin(Dataset<?> values) {
        var relation = values.relational().relation();
        return of(zone -> tree.in(zone).in(relation), null);
    }

    /// This, naming columns of the query around that a Dataset will stand in: of [Dataset#scalar],
    /// [Dataset#exists], [#isin] or [Dataset#lateralJoin]. What has it in it is analysed there.
    public Column outer() {
        return of(zone -> tree.in(zone).outer(), title);
    }

    /// What a function makes of this.
    public Column transform(UnaryOperator<Column> function) {
        return function.apply(this);
    }

    public Column isInCollection(Iterable<?> values) {
        var list = new ArrayList<Object>();
        values.forEach(list::add);
        return isin(list.toArray());
    }

    /// Matches an SQL pattern: `%` for any text, `_` for one character, `\` before either for
    /// itself.
    public Column like(String pattern) {
        return of(
                called("like", List.of(this, lit(pattern))),
                "%s LIKE %s".formatted(title(), pattern));
    }

    /// [#like] without regard to case.
    public Column ilike(String pattern) {
        return of(
                called("ilike", List.of(this, lit(pattern))),
                "ilike(%s, %s)".formatted(title(), pattern));
    }

    /// Has a part that matches a regular expression.
    public Column rlike(String pattern) {
        return of(
                called("rlike", List.of(this, lit(pattern))),
                "RLIKE(%s, %s)".formatted(title(), pattern));
    }

    public Column contains(Object other) {
        return call("contains", this, other);
    }

    public Column startsWith(Object other) {
        return call("startswith", this, other);
    }

    public Column endsWith(Object other) {
        return call("endswith", this, other);
    }

    /// Characters from `start`, which counts from 1, at most `length` of them.
    public Column substr(int start, int length) {
        return call("substring", this, start, length);
    }

    public Column substr(Column start, Column length) {
        return call("substring", this, start, length);
    }

    /// Raises an error where the value cannot be of that type.
    public Column cast(DataType type) {
        return casted(type, false);
    }

    /// @param type in DDL: `decimal(10,2)`
    public Column cast(String type) {
        return cast(Types.fromDdl(type));
    }

    /// NULL where the value cannot be of that type.
    public Column try_cast(DataType type) {
        return casted(type, true);
    }

    /// @param type in DDL: `decimal(10,2)`
    public Column try_cast(String type) {
        return try_cast(Types.fromDdl(type));
    }

    /// Keeps the name, as Spark does: a column that is only cast is called as before.
    private Column casted(DataType type, boolean lenient) {
        return new Column(
                zone -> tree.in(zone).cast(type, lenient),
                "%s(%s AS %s)".formatted(lenient ? "TRY_CAST" : "CAST", title(), type.sql()),
                fieldName().orElse(null),
                null,
                null);
    }

    /// Names the result.
    public Column as(String name) {
        return new Column(tree, title, name, order, null);
    }

    /// Names the result.
    public Column alias(String name) {
        return as(name);
    }

    /// Names the result.
    public Column name(String name) {
        return as(name);
    }

    public Column asc() {
        return ordered(true, Optional.empty());
    }

    public Column asc_nulls_first() {
        return ordered(true, Optional.of(true));
    }

    public Column asc_nulls_last() {
        return ordered(true, Optional.of(false));
    }

    public Column desc() {
        return ordered(false, Optional.empty());
    }

    public Column desc_nulls_first() {
        return ordered(false, Optional.of(true));
    }

    public Column desc_nulls_last() {
        return ordered(false, Optional.of(false));
    }

    private Column ordered(boolean ascending, Optional<Boolean> nullsFirst) {
        return new Column(tree, title, alias, new Order(ascending, nullsFirst), null);
    }

    /// Another branch behind `functions.when`.
    ///
    /// @throws IllegalArgumentException when there is no open `when` before it
    public Column when(Column condition, @Nullable Object value) {
        var before = openCase("when");
        return choice(
                new Branches(
                        added(before.conditions(), condition), added(before.values(), lit(value))));
    }

    /// What a `when` gives if no condition is true; NULL without it.
    ///
    /// @throws IllegalArgumentException when there is no open `when` before it
    public Column otherwise(@Nullable Object value) {
        var before = openCase("otherwise");
        return of(zone -> choice(before, Optional.of(lit(value)), zone), null);
    }

    private static List<Column> added(List<Column> columns, Column another) {
        var all = new ArrayList<>(columns);
        all.add(another);
        return List.copyOf(all);
    }

    private Branches openCase(String method) {
        if (branches == null) {
            throw new IllegalArgumentException(
                    "%s() can only follow when(), and otherwise() ends it; it follows %s"
                            .formatted(method, this));
        }
        return branches;
    }

    /// The field of a struct, or the value of a text key of a map.
    public Column getField(String name) {
        return of(zone -> tree.in(zone).field(name), null);
    }

    /// This, a struct, with another value in a field, or with one more field behind the others.
    /// NULL stays NULL.
    ///
    /// @param name of the field, behind the names of the structs that it is in: `address.city`
    public Column withField(String name, Column value) {
        return of(
                zone -> tree.in(zone).withField(name, value.tree.in(zone)),
                "update_fields(%s, WithField(%s))".formatted(title(), value.title()));
    }

    /// This, a struct, without some fields; names that it does not have are passed over.
    public Column dropFields(String... names) {
        return of(
                zone -> {
                    var left = tree.in(zone);
                    for (var name : names) {
                        left = left.withoutField(name);
                    }
                    return left;
                },
                "update_fields(%s%s)".formatted(title(), ", dropfield()".repeat(names.length)));
    }

    /// The element of an array, counted from 0, the value of a key of a map, or a field of a
    /// struct.
    public Column getItem(Object key) {
        var index = lit(key);
        return of(
                zone -> tree.in(zone).item(index.tree.in(zone)),
                "%s[%s]".formatted(title(), index.title()));
    }

    public Column apply(Object key) {
        return getItem(key);
    }

    /// A function or an aggregate over the rows of a window, for each row.
    public Column over(WindowSpec window) {
        var frame = window.frame().map(f -> new ColumnTree.Frame(f.rows(), f.start(), f.end()));
        return of(
                zone ->
                        tree.in(zone)
                                .over(
                                        window.partition().stream()
                                                .map(column -> column.tree(zone))
                                                .toList(),
                                        window.order().stream()
                                                .map(column -> column.sortKey(zone))
                                                .toList(),
                                        frame),
                null);
    }

    /// An aggregate of all rows, for each row.
    public Column over() {
        return over(WindowSpec.EMPTY);
    }

    @Override
    public String toString() {
        return alias == null ? title() : title() + " AS " + alias;
    }
}
