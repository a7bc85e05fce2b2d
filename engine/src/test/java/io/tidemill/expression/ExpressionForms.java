package io.tidemill.expression;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.ExpressionTokens.Kind;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.format.TimeStrings;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;

/// The parts of SQL expressions that have a form of their own: functions with words between their
/// arguments, lambdas, CASE, types, literals. What stands between operators is
/// [ExpressionReader]'s.
abstract class ExpressionForms extends ExpressionCursor {
    final Map<String, Expression> names = new HashMap<>();
    private int lambdas;

    ExpressionForms(String sql) {
        super(sql);
    }

    abstract Expression expression();

    /// An expression that holds no comparison, so that `IN` behind it is a word of the form.
    abstract Expression bitOr();

    /// A function whose name was read, up to its closing parenthesis.
    final Expression function(String name) {
        return switch (name) {
            case "cast", "try_cast" -> castForm(name.equals("try_cast"));
            case "extract" -> extract();
            case "trim" -> trim();
            case "position" -> position();
            case "substring", "substr", "overlay" -> withWordsBetween(name);
            case "timestampadd", "timestampdiff", "dateadd", "date_add", "datediff", "date_diff" ->
                    isUnit() ? ofUnit(name) : plainFunction(name);
            default -> plainFunction(name);
        };
    }

    private Expression castForm(boolean lenient) {
        var operand = expression();
        expectWord("as");
        var type = type();
        expect(")");
        return cast(operand, type, lenient);
    }

    private Expression extract() {
        var part = next().text();
        expectWord("from");
        return call("date_part", text(part), last());
    }

    /// The last argument.
    private Expression last() {
        var argument = expression();
        expect(")");
        return argument;
    }

    private Expression trim() {
        var function = "trim";
        if (isWord("both") || isWord("leading") || isWord("trailing")) {
            function =
                    switch (next().text().toLowerCase(Locale.ROOT)) {
                        case "leading" -> "ltrim";
                        case "trailing" -> "rtrim";
                        default -> "trim";
                    };
        }
        if (acceptWord("from")) {
            return call(function, last());
        }
        var first = expression();
        if (acceptWord("from") || accept(",")) {
            return call(function, first, last());
        }
        expect(")");
        return call(function, first);
    }

    private Expression position() {
        var part = bitOr();
        if (acceptWord("in")) {
            return call("locate", part, last());
        }
        expect(",");
        var rest = list(")");
        rest.addFirst(part);
        return call("locate", rest.toArray(Expression[]::new));
    }

    /// `substring(a FROM b FOR c)`, `overlay(a PLACING b FROM c FOR d)`.
    private Expression withWordsBetween(String name) {
        var arguments = new ArrayList<>(List.of(expression()));
        while (accept(",") || acceptWord("from") || acceptWord("for") || acceptWord("placing")) {
            arguments.add(expression());
        }
        expect(")");
        return call(name, arguments.toArray(Expression[]::new));
    }

    private boolean isUnit() {
        return peek().kind() == Kind.WORD
                && tokens.get(at + 1).text().equals(",")
                && !names.containsKey(peek().text().toLowerCase(Locale.ROOT))
                && !isWord("null");
    }

    private Expression ofUnit(String name) {
        var arguments = new ArrayList<>(List.of(text(next().text())));
        expect(",");
        arguments.addAll(list(")"));
        return call(
                name.contains("diff") ? "timestampdiff" : "timestampadd",
                arguments.toArray(Expression[]::new));
    }

    private Expression plainFunction(String name) {
        var function = Functions.get(name);
        var arguments = new ArrayList<Expression>();
        boolean aliased = false;
        if (!accept(")")) {
            do {
                var lambda = lambda(function, arguments);
                var argument = lambda.isPresent() ? lambda.get() : expression();
                if (acceptWord("as")) {
                    aliased = true;
                    arguments.add(text(next().text()));
                }
                arguments.add(argument);
            } while (accept(","));
            expect(")");
        }
        return call(aliased ? "named_struct" : name, arguments.toArray(Expression[]::new));
    }

    private Optional<Expression> lambda(Function function, List<Expression> before) {
        int start = at;
        var parameters = new ArrayList<String>();
        if (accept("(")) {
            while (peek().kind() == Kind.WORD) {
                parameters.add(next().text());
                accept(",");
            }
            if (!accept(")")) {
                at = start;
                return Optional.empty();
            }
        } else if (peek().kind() == Kind.WORD) {
            parameters.add(next().text());
        }
        if (parameters.isEmpty() || !accept("->")) {
            at = start;
            return Optional.empty();
        }
        var types = function.lambdaParameters(before, before.size(), parameters.size());
        var declared = new ArrayList<Expression.Parameter>();
        var hidden = new HashMap<String, Expression>();
        for (int i = 0; i < parameters.size(); i++) {
            var parameter =
                    new Expression.Parameter(
                            parameters.get(i) + "_" + ++lambdas,
                            i < types.size() ? types.get(i) : DataTypes.NullType,
                            true);
            declared.add(parameter);
            var name = parameters.get(i).toLowerCase(Locale.ROOT);
            hidden.put(name, names.get(name));
            names.put(name, parameter);
        }
        var body = expression();
        hidden.forEach((name, old) -> {
            if (old == null) {
                names.remove(name);
            } else {
                names.put(name, old);
            }
        });
        return Optional.of(new Expression.Lambda(declared, body));
    }

    final List<Expression> list(String end) {
        var values = new ArrayList<Expression>();
        if (accept(end)) {
            return values;
        }
        do {
            values.add(expression());
        } while (accept(","));
        expect(end);
        return values;
    }

    final Expression choice() {
        Expression subject = isWord("when") ? null : expression();
        var branches = new ArrayList<Expression>();
        while (acceptWord("when")) {
            var condition = expression();
            branches.add(subject == null ? condition : call("=", subject, condition));
            expectWord("then");
            branches.add(expression());
        }
        if (acceptWord("else")) {
            branches.add(expression());
        }
        expectWord("end");
        return call("case", branches.toArray(Expression[]::new));
    }

    final Expression cast(Expression operand, DataType type, boolean lenient) {
        Casts.check(operand.type(), type);
        return new Expression.Cast(operand, type, lenient, Position.NONE);
    }

    final DataType type() {
        int start = peek().start();
        int depth = 0;
        while (peek().kind() != Kind.END) {
            var sign = peek().text();
            if (depth == 0
                    && (sign.equals(")")
                            || sign.equals(",")
                            || sign.equals("[")
                            || (peek().kind() == Kind.SIGN
                                    && !"(<".contains(sign)
                                    && start != peek().start()))) {
                break;
            }
            depth +=
                    switch (sign) {
                        case "(", "<" -> 1;
                        case ")", ">" -> -1;
                        case ">>" -> -2;
                        case ">>>" -> -3;
                        default -> 0;
                    };
            next();
        }
        var ddl = sql.substring(start, tokens.get(at - 1).end());
        return TypeNames.read(ddl);
    }

    final Expression typed(String word) {
        var value = peek().text();
        var literal =
                switch (word) {
                    case "date" -> literal(TimeStrings.date(value), DataTypes.DateType, value);
                    case "timestamp", "timestamp_ltz" ->
                            literal(
                                    TimeStrings.timestamp(value, ZoneOffset.UTC),
                                    DataTypes.TimestampType,
                                    value);
                    case "timestamp_ntz" ->
                            literal(TimeStrings.local(value), DataTypes.TimestampNTZType, value);
                    case "x" ->
                            new Expression.Literal(
                                    HexFormat.of()
                                            .parseHex(
                                                    value.length() % 2 == 1 ? "0" + value : value),
                                    DataTypes.BinaryType);
                    default -> null;
                };
        if (literal != null) {
            next();
        }
        return literal;
    }

    private static Expression literal(Optional<?> value, DataType type, String text) {
        return new Expression.Literal(
                value.orElseThrow(
                        () -> new TidemillException(Condition.INVALID_TYPED_LITERAL, text, "")),
                type);
    }

    final Expression interval() {
        boolean negative = accept("-");
        Expression sum = null;
        do {
            var amount = next();
            var text = (amount.text().equals("-") ? "-" + next().text() : amount.text());
            var unit = next().text().toLowerCase(Locale.ROOT);
            var last = acceptWord("to") ? next().text().toLowerCase(Locale.ROOT) : unit;
            var part = Numbers.interval(negative ? Numbers.negated(text) : text, unit, last);
            sum = sum == null ? part : call("+", sum, part);
        } while (peek().kind() == Kind.NUMBER);
        return sum instanceof Expression.Literal
                ? sum
                : new Expression.Literal(Interpreter.constant(sum), sum.type());
    }

    final Expression name(String name) {
        var found = names.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new TidemillException(
                    Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION, "no column " + name, "");
        }
        return found;
    }

    static Expression text(String value) {
        return new Expression.Literal(value, DataTypes.StringType);
    }

    final Expression call(String function, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), Position.NONE);
    }
}
