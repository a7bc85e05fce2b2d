package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.expression.UserFunction;
import io.tidemill.expression.function.Form;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Turns the expressions of a tree as it was parsed into calls of our own functions.
///
/// In: an expression with Calcite's operators and unresolved functions. Out: one whose scalar calls
/// all have a [TypedOperator] or a [LiteralValue], its aggregates an [AggregateOperator];
/// sub-queries are left to [Queries]. Functions are resolved here, so an unknown one is told before
/// any column.
final class Dialect {
    /// Signs that are functions with a name.
    private static final Map<String, String> SIGNS =
            Map.of(
                    "||",
                    "concat",
                    "<<",
                    "shiftleft",
                    ">>",
                    "shiftright",
                    ">>>",
                    "shiftrightunsigned");

    private final Queries queries;

    Dialect(Queries queries) {
        this.queries = queries;
    }

    /// The expression in our terms.
    SqlNode expression(SqlNode node) {
        return switch (node) {
            case SqlLiteral literal -> literal(literal);
            case SqlIdentifier name -> queries.column(name);
            case SqlDynamicParam parameter ->
                    throw unsupported("parameters (?)", parameter.getParserPosition());
            case SqlNodeList list -> list(list);
            case SqlLambda lambda ->
                    throw SqlException.at(
                            Condition.PARSE_SYNTAX_ERROR,
                            lambda.getParserPosition(),
                            "a lambda stands where a value should",
                            "pass it to a function such as transform or filter");
            case SqlCall call when call.isA(SqlKind.QUERY) ->
                    SqlStdOperatorTable.SCALAR_QUERY.createCall(
                            call.getParserPosition(), queries.query(call));
            case SqlCall call -> call(call);
            default -> node;
        };
    }

    /// A condition, if there is one; a bare NULL is one that is never true.
    @Nullable SqlNode condition(@Nullable SqlNode node) {
        if (node == null) {
            return null;
        }
        var condition = expression(node);
        return condition instanceof SqlCall call
                        && call.getOperator() instanceof LiteralValue literal
                        && literal.value() == null
                ? Meanings.cast(DataTypes.BooleanType, false)
                        .createCall(call.getParserPosition(), call)
                : condition;
    }

    SqlNodeList list(SqlNodeList list) {
        return new SqlNodeList(
                list.stream().map(this::expression).toList(), list.getParserPosition());
    }

    private static SqlNode literal(SqlLiteral literal) {
        if (literal.getTypeName() == SqlTypeName.NULL) {
            return LiteralValue.nothing(literal.getParserPosition());
        }
        if (literal.getTypeName() == SqlTypeName.BOOLEAN && literal.getValue() != null) {
            return LiteralValue.node(
                    literal.booleanValue(), DataTypes.BooleanType, literal.getParserPosition());
        }
        return literal;
    }

    private SqlNode call(SqlCall call) {
        var position = call.getParserPosition();
        return switch (call.getOperator()) {
            case LiteralValue _ -> call;
            case TypedOperator typed -> typed.createCall(position, operands(call));
            case AggregateOperator aggregate ->
                    aggregate.createCall(call.getFunctionQuantifier(), position, operands(call));
            case Infix.PostfixCast cast ->
                    Meanings.cast(cast.type(), false).createCall(position, operands(call));
            case SqlUnresolvedFunction _ -> function(call);
            default -> operator(call);
        };
    }

    List<SqlNode> operands(SqlCall call) {
        var operands = new ArrayList<SqlNode>();
        for (var operand : call.getOperandList()) {
            operands.add(expression(operand));
        }
        return operands;
    }

    private SqlNode operator(SqlCall call) {
        var position = call.getParserPosition();
        return switch (call.getKind()) {
            case AND -> named("and", call);
            case OR -> named("or", call);
            case NOT -> named("not", call);
            case PLUS -> named("+", call);
            case MINUS -> named("-", call);
            case TIMES -> named("*", call);
            case DIVIDE -> named("/", call);
            case MOD -> named("%", call);
            case MINUS_PREFIX -> named("negative", call);
            case PLUS_PREFIX -> named("positive", call);
            case EQUALS -> named("=", call);
            case NOT_EQUALS -> named("<>", call);
            case LESS_THAN -> named("<", call);
            case LESS_THAN_OR_EQUAL -> named("<=", call);
            case GREATER_THAN -> named(">", call);
            case GREATER_THAN_OR_EQUAL -> named(">=", call);
            case IS_NULL, IS_UNKNOWN -> named("isnull", call);
            case IS_NOT_NULL -> named("isnotnull", call);
            case IS_TRUE -> named("is true", call);
            case IS_FALSE -> named("is false", call);
            case IS_NOT_TRUE -> not(named("is true", call), position);
            case IS_NOT_FALSE -> not(named("is false", call), position);
            case IS_NOT_DISTINCT_FROM -> named("<=>", call);
            case IS_DISTINCT_FROM -> not(named("<=>", call), position);
            case BETWEEN -> negated(call.getOperator().getName(), named("between", call), position);
            case LIKE -> like(call);
            case RLIKE -> negated(call.getOperator().getName(), named("rlike", call), position);
            case IN, NOT_IN -> in(call);
            case CASE -> choice((SqlCase) call);
            case CAST, SAFE_CAST -> cast(call);
            case DOT -> field(call);
            case ITEM -> Meanings.item().createCall(position, operands(call));
            case ROW -> Structs.struct(call, this);
            case FILTER ->
                    SqlStdOperatorTable.FILTER.createCall(
                            position, expression(call.operand(0)), expression(call.operand(1)));
            case DESCENDING, NULLS_FIRST, NULLS_LAST ->
                    call.getOperator().createCall(position, operands(call));
            case EXISTS, SCALAR_QUERY ->
                    call.getOperator().createCall(position, queries.query(call.operand(0)));
            case SOME, ALL -> expression(Quantified.written(call));
            case OVER -> new OverCalls(this).call(call);
            case WITHIN_GROUP -> new OrderedAggregates(this).withinGroup(call);
            case IGNORE_NULLS, RESPECT_NULLS -> {
                if (!OrderedAggregates.hasNullArgument(call.operand(0))) {
                    throw unsupported("IGNORE NULLS", position);
                }
                yield new OrderedAggregates(this).nulls(call);
            }
            case GROUPING_SETS, CUBE, ROLLUP ->
                    call.getOperator().createCall(position, Groupings.sets(call, this));
            case AS ->
                    SqlStdOperatorTable.AS.createCall(
                            position, expression(call.operand(0)), call.operand(1));
            default -> byName(call);
        };
    }

    private SqlNode named(String function, SqlCall call) {
        return resolved(function, call.getParserPosition())
                .createCall(call.getParserPosition(), operands(call));
    }

    private SqlNode not(SqlNode call, SqlParserPos position) {
        return resolved("not", position).createCall(position, call);
    }

    private SqlNode negated(String operator, SqlNode call, SqlParserPos position) {
        return operator.startsWith("NOT ") ? not(call, position) : call;
    }

    private SqlNode like(SqlCall call) {
        var name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        return negated(
                name,
                named(name.contains("ILIKE") ? "ilike" : "like", call),
                call.getParserPosition());
    }

    /// `x IN (a, b)`, or `x IN (query)`, `(x, y) IN (query)`.
    private SqlNode in(SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            return inQuery(call);
        }
        var operands = new ArrayList<SqlNode>();
        operands.add(expression(call.operand(0)));
        list.forEach(item -> operands.add(expression(item)));
        var position = call.getParserPosition();
        var test = resolved("in", position).createCall(position, operands);
        return call.getKind() == SqlKind.NOT_IN ? not(test, position) : test;
    }

    private SqlNode inQuery(SqlCall call) {
        var position = call.getParserPosition();
        SqlNode value =
                call.operand(0).getKind() == SqlKind.ROW
                        ? SqlStdOperatorTable.ROW.createCall(
                                call.operand(0).getParserPosition(), operands(call.operand(0)))
                        : expression(call.operand(0));
        var query = queries.query(call.operand(1));
        var test = InQuery.OPERATOR.createCall(position, value, query);
        return call.getKind() == SqlKind.NOT_IN ? not(test, position) : test;
    }

    private SqlNode choice(SqlCase choice) {
        var operands = new ArrayList<SqlNode>();
        for (int i = 0; i < choice.getWhenOperands().size(); i++) {
            operands.add(expression(choice.getWhenOperands().get(i)));
            operands.add(expression(choice.getThenOperands().get(i)));
        }
        var otherwise = choice.getElseOperand();
        if (otherwise != null) {
            operands.add(expression(otherwise));
        }
        return resolved("case", choice.getParserPosition())
                .createCall(choice.getParserPosition(), operands);
    }

    private SqlNode cast(SqlCall call) {
        var spec = (SqlDataTypeSpec) call.operand(1);
        var name = String.join(".", spec.getTypeNameSpec().getTypeName().names);
        boolean lenient = call.getOperator().getName().equals("TRY_CAST");
        return Meanings.cast(io.tidemill.sql.types.DataType.fromDDL(name), lenient)
                .createCall(call.getParserPosition(), expression(call.operand(0)));
    }

    private SqlNode field(SqlCall call) {
        if (!(call.operand(1) instanceof SqlIdentifier name)) {
            throw unsupported("a call behind a point", call.getParserPosition());
        }
        var value = expression(call.operand(0));
        for (var part : name.names) {
            value = Meanings.field(part).createCall(call.getParserPosition(), value);
        }
        return value;
    }

    private SqlNode byName(SqlCall call) {
        var name = call.getOperator().getName();
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.matches("(not )?i?like (any|all)")) {
            var operands = new ArrayList<SqlNode>();
            operands.add(expression(call.operand(0)));
            ((SqlNodeList) call.operand(1)).forEach(item -> operands.add(expression(item)));
            return Meanings.likeList(lower).createCall(call.getParserPosition(), operands);
        }
        return named(SIGNS.getOrDefault(name, name), call);
    }

    private SqlNode function(SqlCall call) {
        var identifier = ((SqlUnresolvedFunction) call.getOperator()).getNameAsId();
        var name = identifier.names.getLast();
        var position = call.getParserPosition();
        if (WindowsOfTime.isFunction(name)) {
            return WindowsOfTime.operator(name).createCall(position, operands(call));
        }
        if (name.equalsIgnoreCase("grouping") || name.equalsIgnoreCase("grouping_id")) {
            return Groupings.call(name, call, queries.groupingKeys(), this);
        }
        var ofProgram = queries.function(name);
        if (ofProgram.isPresent()) {
            return ofProgram(ofProgram.get(), call);
        }
        if (GeneratorOperator.isOne(name)) {
            throw SqlException.at(
                    Condition.UNSUPPORTED_GENERATOR__NESTED_IN_EXPRESSIONS,
                    position,
                    "%s makes rows, and stands inside an expression".formatted(name),
                    "let it stand alone in the select list, or in LATERAL VIEW");
        }
        var function = lookUp(name, identifier.getParserPosition());
        if (call.getOperandList().stream().anyMatch(SqlLambda.class::isInstance)) {
            return new Lambdas(this).call(function, call);
        }
        for (var operand : call.getOperandList()) {
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                throw unsupported("named arguments", operand.getParserPosition());
            }
        }
        if (function.isAggregate()) {
            return aggregate(function, call);
        }
        var quantifier = call.getFunctionQuantifier();
        if (quantifier != null) {
            throw SqlException.at(
                    Condition.PARSE_SYNTAX_ERROR,
                    position,
                    "DISTINCT only goes with aggregates, and %s is none".formatted(name),
                    "remove DISTINCT");
        }
        if (name.equalsIgnoreCase("struct")) {
            return Structs.struct(call, this);
        }
        return StarredCall.of(
                name,
                call.getOperandList().stream()
                        .map(each -> StarredCall.isStar(each) ? each : expression(each))
                        .toList(),
                Collections.nCopies(call.operandCount(), null),
                position,
                (operands, _) -> Meanings.function(function).createCall(position, operands));
    }

    /// A call of a function, or an aggregate, of the program.
    private SqlNode ofProgram(UserFunction function, SqlCall call) {
        var aggregate = function.aggregate();
        if (aggregate.isEmpty()) {
            return Meanings.user(function).createCall(call.getParserPosition(), operands(call));
        }
        int count = aggregate.get().arguments().size();
        if (count != call.operandCount()) {
            throw SqlException.at(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    call.getParserPosition(),
                    "The `%s` requires %d parameters but the actual number is %d"
                            .formatted(function.name(), count, call.operandCount()),
                    "call it as it was registered");
        }
        return new AggregateOperator(aggregate.get())
                .createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands(call));
    }

    private SqlNode aggregate(Function function, SqlCall call) {
        var operator = new AggregateOperator(function);
        boolean star = call.operandCount() == 1 && StarredCall.isStar(call.operand(0));
        boolean all =
                star
                        && call.operand(0) instanceof SqlIdentifier id
                        && id.names.size() == 1
                        && call.getFunctionQuantifier() == null;
        if (star && !(all && function.name().equals("count"))) {
            throw SqlException.at(
                    Condition.PARSE_SYNTAX_ERROR,
                    call.getParserPosition(),
                    "only count(*) takes *",
                    "name the columns");
        }
        return operator.createCall(
                call.getFunctionQuantifier(),
                call.getParserPosition(),
                star ? List.of() : operands(call));
    }

    private SqlOperator resolved(String name, SqlParserPos position) {
        return Meanings.function(lookUp(name, position));
    }

    /// The function of a name.
    Function lookUp(String name, SqlParserPos position) {
        return Functions.find(name)
                .orElseThrow(() -> {
                    if (WindowFunctions.isOne(name.toLowerCase(Locale.ROOT))) {
                        return SqlException.at(
                                Condition.PARSE_SYNTAX_ERROR,
                                position,
                                "'%s' is a function over a window, which is missing"
                                        .formatted(name),
                                "write %s(..) OVER (PARTITION BY .. ORDER BY ..)".formatted(name));
                    }
                    var known =
                            Stream.concat(
                                            Functions.all().stream().map(Function::name),
                                            Form.all().stream().map(Form::name))
                                    .filter(n -> Character.isLetter(n.charAt(0)))
                                    .toList();
                    Optional<String> near = Nearest.to(name, known);
                    return SqlException.at(
                            Condition.UNRESOLVED_ROUTINE,
                            position,
                            "there is no function '%s'".formatted(name),
                            near.map(n -> "write %s, which is like it".formatted(n))
                                    .orElse("list what there is with SHOW FUNCTIONS"));
                });
    }

    static SqlException unsupported(String what, SqlParserPos position) {
        return SqlException.at(
                Condition.UNSUPPORTED_FEATURE,
                position,
                what + " cannot be planned yet",
                "write the query without it");
    }
}
