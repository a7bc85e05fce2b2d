package io.tidemill.parse;

import io.tidemill.expression.Casts;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;

/// The name of a column that nobody has named: the expression, as Spark writes it.
///
/// `count(1)` for `count(*)`, `(a + 1)` for a sum, the last part of a path for a field. In: the
/// tree as it was parsed.
final class PrettyNames {
    private final Predicate<String> isTable;

    private PrettyNames(Predicate<String> isTable) {
        this.isTable = isTable;
    }

    /// @param isTable whether columns can be qualified with a name; the qualifier is left out
    static String of(SqlNode node, Predicate<String> isTable) {
        return node instanceof SqlIdentifier id && !id.isStar()
                ? id.names.getLast()
                : new PrettyNames(isTable).of(node);
    }

    private String of(SqlNode node) {
        return switch (node) {
            case SqlIdentifier id when id.isStar() -> "*";
            case SqlIdentifier id -> path(id.names);
            case SqlLiteral literal ->
                    literal.getValue() == null
                            ? "NULL"
                            : String.valueOf(literal.toValue()).toLowerCase(Locale.ROOT);
            case SqlNodeList list -> list(list);
            case SqlLambda lambda ->
                    "lambdafunction(%s, %s)"
                            .formatted(of(lambda.getExpression()), list(lambda.getParameters()));
            case SqlCase choice -> choice(choice);
            case SqlDataTypeSpec type -> type(type);
            case SqlCall call when call.isA(SqlKind.QUERY) -> "scalarsubquery()";
            case SqlCall call -> call(call);
            default -> node.toString();
        };
    }

    private String path(List<String> names) {
        boolean qualified = names.size() > 1 && isTable.test(names.getFirst());
        return String.join(".", qualified ? names.subList(1, names.size()) : names);
    }

    private String call(SqlCall call) {
        var operator = call.getOperator();
        if (operator instanceof LiteralValue literal) {
            return literal(literal);
        }
        var name = operator.getName();
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD, AND, OR -> infix(call, name);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL ->
                    call.getKind() == SqlKind.NOT_EQUALS
                            ? "(NOT %s)".formatted(infix(call, "="))
                            : infix(call, name);
            case NOT -> "(NOT %s)".formatted(of(call.operand(0)));
            case MINUS_PREFIX -> "(- %s)".formatted(of(call.operand(0)));
            case PLUS_PREFIX -> "(+ %s)".formatted(of(call.operand(0)));
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE, IS_UNKNOWN ->
                    "(%s %s)".formatted(of(call.operand(0)), name);
            case IN, NOT_IN -> {
                var values =
                        call.operand(1).isA(SqlKind.QUERY) ? "listquery()" : of(call.operand(1));
                var test = "(%s IN (%s))".formatted(of(call.operand(0)), values);
                yield call.getKind() == SqlKind.IN ? test : "(NOT %s)".formatted(test);
            }
            case BETWEEN -> negated(name, "between(%s)".formatted(list(call.getOperandList())));
            case LIKE -> negated(name, like(call, name.replace("NOT ", "")));
            case RLIKE -> negated(name, "RLIKE(%s)".formatted(list(call.getOperandList())));
            case IS_NOT_DISTINCT_FROM -> infix(call, "<=>");
            case IS_DISTINCT_FROM -> "(NOT %s)".formatted(infix(call, "<=>"));
            case SOME, ALL -> "(%s %s (listquery()))".formatted(of(call.operand(0)), name);
            case CAST, SAFE_CAST ->
                    "%s(%s AS %s)".formatted(name, of(call.operand(0)), of(call.operand(1)));
            case ITEM -> "%s[%s]".formatted(of(call.operand(0)), of(call.operand(1)));
            case DOT -> "%s.%s".formatted(of(call.operand(0)), of(call.operand(1)));
            case AS -> of(call.operand(1));
            case ROW -> "struct(%s)".formatted(list(call.getOperandList()));
            case FILTER ->
                    "%s FILTER (WHERE %s)".formatted(of(call.operand(0)), of(call.operand(1)));
            case SCALAR_QUERY -> "scalarsubquery()";
            case EXISTS -> "exists()";
            case OVER -> OverCalls.title(call, this::of);
            case WITHIN_GROUP ->
                    "%s WITHIN GROUP (ORDER BY %s)"
                            .formatted(of(call.operand(0)), of(call.operand(1)));
            case DESCENDING -> of(call.operand(0)) + " DESC";
            case IGNORE_NULLS, RESPECT_NULLS ->
                    "%s %s".formatted(of(call.operand(0)), name.toLowerCase(Locale.ROOT));
            case OTHER -> other(call, operator);
            default -> function(call, name.toLowerCase(Locale.ROOT));
        };
    }

    private static String negated(String operator, String test) {
        return operator.startsWith("NOT ") ? "(NOT %s)".formatted(test) : test;
    }

    private String like(SqlCall call, String operator) {
        return operator.equals("ILIKE")
                ? "ilike(%s)".formatted(list(call.getOperandList()))
                : "%s %s %s".formatted(of(call.operand(0)), operator, of(call.operand(1)));
    }

    private String function(SqlCall call, String name) {
        if (WindowsOfTime.isWindow(name)) {
            return name;
        }
        boolean sign =
                !Character.isLetter(name.charAt(0)) || name.equals("and") || name.equals("or");
        if (sign && call.operandCount() == 2) {
            return infix(call, name.toUpperCase(Locale.ROOT));
        }
        boolean star =
                call.operandCount() == 1
                        && call.operand(0) instanceof SqlIdentifier id
                        && id.isStar();
        var inside = star && name.equals("count") ? "1" : list(call.getOperandList());
        var quantifier = call.getFunctionQuantifier() == null ? "" : "DISTINCT ";
        return "%s(%s%s)".formatted(name, quantifier, inside);
    }

    private String other(SqlCall call, SqlOperator operator) {
        if (operator instanceof Infix.PostfixCast cast) {
            return "CAST(%s AS %s)".formatted(of(call.operand(0)), cast.type().sql());
        }
        if (operator.getName().equals("||")) {
            return "concat(%s)".formatted(list(call.getOperandList()));
        }
        if (operator.getName().equals("as")) {
            return "%s AS %s".formatted(of(call.operand(0)), of(call.operand(1)));
        }
        return call.operandCount() == 2
                ? infix(call, operator.getName())
                : operator.getName() + list(call.getOperandList());
    }

    private String infix(SqlCall call, String sign) {
        return "(%s %s %s)".formatted(of(call.operand(0)), sign, of(call.operand(1)));
    }

    private String choice(SqlCase choice) {
        var text = new StringBuilder("CASE");
        for (int i = 0; i < choice.getWhenOperands().size(); i++) {
            text.append(" WHEN ")
                    .append(of(choice.getWhenOperands().get(i)))
                    .append(" THEN ")
                    .append(of(choice.getThenOperands().get(i)));
        }
        var otherwise = choice.getElseOperand();
        if (otherwise != null
                && !(otherwise instanceof SqlLiteral literal && literal.getValue() == null)) {
            text.append(" ELSE ").append(of(otherwise));
        }
        return text.append(" END").toString();
    }

    private static String type(SqlDataTypeSpec type) {
        return String.join(".", type.getTypeNameSpec().getTypeName().names);
    }

    private static String literal(LiteralValue literal) {
        return switch (literal.value()) {
            case null -> "NULL";
            case java.time.LocalDate date -> "DATE '" + date + "'";
            case java.time.LocalDateTime time ->
                    "TIMESTAMP_NTZ '" + time.toString().replace('T', ' ') + "'";
            case java.time.Instant time -> "TIMESTAMP '" + time.toString().replace('T', ' ') + "'";
            case Duration span -> Casts.text(span, literal.type(), ZoneOffset.UTC);
            case Period span -> Casts.text(span, literal.type(), ZoneOffset.UTC);
            case byte[] bytes ->
                    "X'" + java.util.HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            default -> literal.value().toString();
        };
    }

    private String list(List<SqlNode> nodes) {
        var texts = new ArrayList<String>();
        nodes.forEach(node -> texts.add(of(node)));
        return texts.stream().collect(Collectors.joining(", "));
    }
}
