package io.tidemill.parse;

import io.tidemill.data.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql.validate.implicit.TypeCoercion;
import org.jspecify.annotations.Nullable;

/// Resolves names by Spark's rules: NULLs come first in ascending order, and a name in GROUP BY is
/// a column if there is one, an alias of the select list otherwise.
final class SparkValidator extends SqlValidatorImpl {
    private static final SqlOperatorTable OPERATORS = SqlStdOperatorTable.instance();

    /// The parts of the query whose columns people see.
    private final Set<SqlSelect> results = Collections.newSetFromMap(new IdentityHashMap<>());

    SparkValidator(SqlValidatorCatalogReader catalog, RelDataTypeFactory types) {
        super(
                OPERATORS,
                catalog,
                types,
                SqlValidator.Config.DEFAULT
                        .withTypeCoercionEnabled(false)
                        .withCallRewrite(false)
                        .withIdentifierExpansion(true)
                        .withDefaultNullCollation(NullCollation.LOW)
                        .withConformance(SparkConformance.INSTANCE));
    }

    /// Two columns of one name keep it, as far as people see: a mark tells them apart until then.
    @Override
    protected void addToSelectList(
            List<SqlNode> items,
            Set<String> aliases,
            List<Map.Entry<String, RelDataType>> fields,
            SqlNode item,
            SelectScope scope,
            boolean includeSystemVars) {
        var alias = SqlValidatorUtil.alias(item);
        var marked =
                alias == null || !aliases.contains(alias)
                        ? item
                        : SqlValidatorUtil.addAlias(item, BoundTable.marked(alias, fields.size()));
        super.addToSelectList(items, aliases, fields, marked, scope, includeSystemVars);
    }

    @Override
    public SqlNode validate(SqlNode query) {
        addResults(query);
        return super.validate(query);
    }

    /// Remembers the parts of the query whose columns people see.
    private void addResults(SqlNode query) {
        switch (query) {
            case SqlSelect select -> results.add(select);
            case SqlOrderBy ordered -> addResults(ordered.query);
            case SqlWith with -> addResults(with.body);
            case SqlCall call when call.isA(SqlKind.SET_QUERY) ->
                    call.getOperandList().forEach(this::addResults);
            default -> {}
        }
    }

    /// In a query inside of another one, each of the columns that share a name gets a mark: all of
    /// them can be passed on then, and none can be meant by the name alone.
    @Override
    protected RelDataType validateSelectList(
            SqlNodeList items, SqlSelect select, RelDataType target) {
        var row = super.validateSelectList(withoutStars(items, select), select, target);
        var shared = shared(row);
        if (results.contains(select) || shared.isEmpty()) {
            return row;
        }
        var expanded = Objects.requireNonNull(select.getSelectList());
        var names = new ArrayList<String>();
        for (int i = 0; i < expanded.size(); i++) {
            var name = row.getFieldNames().get(i);
            if (shared.contains(BoundTable.plain(name))) {
                name = BoundTable.marked(name, i);
                expanded.set(i, SqlValidatorUtil.addAlias(unnamed(expanded.get(i)), name));
            }
            names.add(name);
        }
        return typeFactory.createStructType(
                row.getFieldList().stream().map(RelDataTypeField::getType).toList(), names);
    }

    /// The items with the fields of a struct in place of `struct.*`, and columns in place of stars
    /// inside calls.
    private SqlNodeList withoutStars(SqlNodeList items, SqlSelect select) {
        var changed = new ArrayList<SqlNode>();
        for (var item : items) {
            var fields =
                    item instanceof SqlIdentifier id && id.isStar() && id.names.size() == 2
                            ? fields(id, select)
                            : List.<SqlNode>of();
            if (fields.isEmpty()) {
                changed.add(StarredCall.expanded(item, star -> columns(star, select)));
            } else {
                changed.addAll(fields);
            }
        }
        return changed.equals(items.getList())
                ? items
                : new SqlNodeList(changed, items.getParserPosition());
    }

    /// What a star inside a call stands for.
    private List<SqlNode> columns(SqlNode star, SqlSelect select) {
        var fields =
                star instanceof SqlIdentifier id && id.names.size() == 2
                        ? fields(id, select)
                        : List.<SqlNode>of();
        return fields.isEmpty() ? expandStar(SqlNodeList.of(star), select, false) : fields;
    }

    /// The fields of a struct that is a column of the query; none if there is none.
    private List<SqlNode> fields(SqlIdentifier star, SqlSelect select) {
        var scope = getWhereScope(select);
        var position = star.getParserPosition();
        var struct = new SqlIdentifier(star.names.getFirst(), position);
        if (select.getFrom() == null || hasTable(scope, struct) || !isColumn(struct, scope)) {
            return List.of();
        }
        var type = deriveType(scope, struct);
        if (!type.isStruct()) {
            throw SqlException.at(
                    Condition.DATATYPE_MISMATCH,
                    position,
                    "'%s' is %s, of which .* gives nothing"
                            .formatted(struct.getSimple(), Types.fromCalcite(type).sql()),
                    "name a table or a struct in front of .*");
        }
        return type.getFieldList().stream()
                .<SqlNode>map(field ->
                        SqlStdOperatorTable.AS.createCall(
                                position,
                                Meanings.field(field.getName()).createCall(position, copy(struct)),
                                new SqlIdentifier(field.getName(), position)))
                .toList();
    }

    private boolean hasTable(SqlValidatorScope scope, SqlIdentifier name) {
        var found = new SqlValidatorScope.ResolvedImpl();
        scope.resolve(name.names, getCatalogReader().nameMatcher(), false, found);
        return found.count() > 0;
    }

    /// What a generator reads is settled before its own columns are known.
    @Override
    protected void inferUnknownTypes(RelDataType inferred, SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlCall call && call.getOperator() instanceof GeneratorOperator) {
            for (int i = 0; i < call.operandCount(); i++) {
                call.setOperand(i, expand(call.operand(i), scope));
            }
        }
        super.inferUnknownTypes(inferred, scope, node);
    }

    /// The names, without their marks, that several columns have.
    private static Set<String> shared(RelDataType row) {
        var once = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        var shared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var name : row.getFieldNames()) {
            var plain = BoundTable.plain(name);
            if (!once.add(plain)) {
                shared.add(plain);
            }
        }
        return shared;
    }

    private static SqlNode unnamed(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    @Override
    public TypeCoercion getTypeCoercion() {
        return new NoCoercion(typeFactory, this);
    }

    @Override
    protected void validateGroupClause(SqlSelect select) {
        var group = select.getGroup();
        if (group != null) {
            var scope = getWhereScope(select);
            var keys = new ArrayList<SqlNode>();
            for (var key : group) {
                keys.add(key(key, select, scope));
            }
            select.setGroupBy(new SqlNodeList(keys, group.getParserPosition()));
            keys.forEach(key -> nameWindow(key, select, scope));
        }
        super.validateGroupClause(select);
    }

    /// A key in terms of the tables; inside `ROLLUP (..)` and its kin, too.
    private SqlNode key(SqlNode key, SqlSelect select, SqlValidatorScope scope) {
        if (key instanceof SqlIdentifier id && id.isSimple()) {
            return columnOrAlias(id, select, scope);
        }
        if (key instanceof SqlNodeList list) {
            return new SqlNodeList(
                    list.stream().map(each -> key(each, select, scope)).toList(),
                    list.getParserPosition());
        }
        return switch (key.getKind()) {
            case GROUPING_SETS, CUBE, ROLLUP, ROW -> {
                var call = (SqlCall) key;
                var sets = call.getOperandList().stream().map(each -> grouped(each, select, scope));
                yield GroupingCalls.of(call, sets.toList(), set -> expand(set, scope));
            }
            default -> key;
        };
    }

    /// Inside `ROLLUP (..)` and its kin, a number is an item of the select list.
    private SqlNode grouped(SqlNode key, SqlSelect select, SqlValidatorScope scope) {
        if (key instanceof SqlCall call
                && call.getOperator() instanceof LiteralValue literal
                && literal.value() instanceof Integer number
                && number >= 1
                && number <= select.getSelectList().size()) {
            var item = select.getSelectList().get(number - 1);
            return copy(item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item);
        }
        return key(key, select, scope);
    }

    private SqlNode columnOrAlias(SqlIdentifier id, SqlSelect select, SqlValidatorScope scope) {
        if (isColumn(id, scope)) {
            return id;
        }
        for (var item : select.getSelectList()) {
            if (item.getKind() == SqlKind.AS
                    && ((SqlCall) item).operand(1) instanceof SqlIdentifier alias
                    && alias.getSimple().equalsIgnoreCase(id.getSimple())) {
                return copy(((SqlCall) item).operand(0));
            }
        }
        return id;
    }

    /// Lets the clauses of a query name a window of time that it groups by as the function that
    /// made it: `SELECT window.start .. GROUP BY window(time, '1 hour')`.
    private static void nameWindow(SqlNode key, SqlSelect select, SqlValidatorScope scope) {
        if (!(key instanceof SqlCall call)
                || !WindowsOfTime.isWindow(call.getOperator().getName())) {
            return;
        }
        var name = call.getOperator().getName();
        var naming =
                new SqlShuttle() {
                    @Override
                    public SqlNode visit(SqlIdentifier id) {
                        return id.isSimple()
                                        && id.getSimple().equalsIgnoreCase(name)
                                        && !isColumn(id, scope)
                                ? copy(call)
                                : id;
                    }

                    @Override
                    public @Nullable SqlNode visit(SqlCall inner) {
                        return inner.getKind() == SqlKind.AS
                                ? inner.getOperator()
                                        .createCall(
                                                inner.getParserPosition(),
                                                inner.operand(0).accept(this),
                                                inner.operand(1))
                                : super.visit(inner);
                    }
                };
        var items = select.getSelectList(); // changed in place: Calcite holds this very list
        for (int i = 0; i < items.size(); i++) {
            var named = Objects.requireNonNull(items.get(i).accept(naming));
            items.set(
                    i,
                    items.get(i) instanceof SqlIdentifier id && named != id
                            ? SqlStdOperatorTable.AS.createCall(id.getParserPosition(), named, id)
                            : named);
        }
        if (select.getHaving() != null) {
            select.setHaving(select.getHaving().accept(naming));
        }
        if (select.getOrderList() != null) {
            select.setOrderBy((SqlNodeList) select.getOrderList().accept(naming));
        }
    }

    private static boolean isColumn(SqlIdentifier id, SqlValidatorScope scope) {
        try {
            var _ = scope.fullyQualify(id);
            return true;
        } catch (CalciteContextException unknown) {
            return false;
        }
    }

    private static SqlNode copy(SqlNode node) {
        return Objects.requireNonNull(
                node.accept(
                        new SqlShuttle() {
                            @Override
                            public SqlNode visit(SqlIdentifier id) {
                                return id.clone(id.getParserPosition());
                            }
                        }));
    }
}
