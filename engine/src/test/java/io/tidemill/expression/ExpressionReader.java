package io.tidemill.expression;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.ExpressionTokens.Kind;
import io.tidemill.expression.ExpressionTokens.Token;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.format.TimeStrings;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;

/// Reads SQL expressions for tests of functions: a small descent over Spark's grammar that knows
/// nothing of tables, so that functions are tested apart from the SQL front end.
final class ExpressionReader {
    private static final Set<String> COMPARISONS =
            Set.of("=", "==", "<=>", "<>", "!=", "<", "<=", ">", ">=");

    private final String sql;
    private final List<Token> tokens;
    private final Map<String, Expression> names = new HashMap<>();
    private int at;
    private int lambdas;

    private ExpressionReader(String sql) {
        this.sql = sql;
        this.tokens = ExpressionTokens.of(sql);
    }

    static Expression read(String sql) {
        return read(sql, Map.of());
    }

    static Expression read(String sql, Map<String, Expression> columns) {
        var reader = new ExpressionReader(sql);
        reader.names.putAll(columns);
        var expression = reader.expression();
        if (reader.peek().kind() != Kind.END) {
            throw reader.error();
        }
        return expression;
    }

    private Expression expression() {
        var left = conjunction();
        while (acceptWord("or")) {
            left = call("or", left, conjunction());
        }
        return left;
    }

    private Expression conjunction() {
        var left = negation();
        while (acceptWord("and")) {
            left = call("and", left, negation());
        }
        return left;
    }

    private Expression negation() {
        if (acceptWord("not") || accept("!")) {
            return call("not", negation());
        }
        var left = comparison();
        while (true) {
            int start = at;
            boolean not = acceptWord("not");
            Expression result;
            if (acceptWord("between")) {
                var low = comparison();
                expectWord("and");
                result = call("between", left, low, comparison());
            } else if (acceptWord("in")) {
                expect("(");
                var values = new ArrayList<>(List.of(left));
                values.addAll(list(")"));
                result = call("in", values.toArray(Expression[]::new));
            } else if (acceptWord("like")) {
                result = like("like", left, not);
                not = not && !quantified;
            } else if (acceptWord("ilike")) {
                result = like("ilike", left, not);
                not = not && !quantified;
            } else if (acceptWord("rlike") || acceptWord("regexp")) {
                result = call("regexp_like", left, comparison());
            } else if (!not && acceptWord("is")) {
                boolean isNot = acceptWord("not");
                if (acceptWord("null")) {
                    result = call(isNot ? "isnotnull" : "isnull", left);
                } else if (acceptWord("unknown")) {
                    left = Function.cast(left, DataTypes.BooleanType, Position.NONE);
                    result = call(isNot ? "isnotnull" : "isnull", left);
                } else {
                    result = call(acceptWord("true") ? "is true" : falseWord(), left);
                    not = isNot;
                }
            } else {
                at = start;
                return left;
            }
            left = not ? call("not", result) : result;
        }
    }

    private boolean quantified;

    private String falseWord() {
        expectWord("false");
        return "is false";
    }

    private Expression like(String function, Expression left, boolean not) {
        quantified = false;
        boolean all = acceptWord("all");
        if (all || acceptWord("any") || acceptWord("some")) {
            quantified = true;
            expect("(");
            Expression result = null;
            for (var pattern : list(")")) {
                var one = call(function, left, pattern);
                one = not ? call("not", one) : one;
                result = result == null ? one : call(all ? "and" : "or", result, one);
            }
            return result;
        }
        var pattern = comparison();
        if (acceptWord("escape")) {
            return call(function, left, pattern, comparison());
        }
        return call(function, left, pattern);
    }

    private Expression comparison() {
        var left = bitOr();
        while (peek().kind() == Kind.SIGN && COMPARISONS.contains(peek().text())) {
            var sign = next().text();
            left = call(sign, left, bitOr());
        }
        return left;
    }

    private Expression bitOr() {
        var left = bitXor();
        while (accept("|")) {
            left = call("|", left, bitXor());
        }
        return left;
    }

    private Expression bitXor() {
        var left = bitAnd();
        while (accept("^")) {
            left = call("^", left, bitAnd());
        }
        return left;
    }

    private Expression bitAnd() {
        var left = shift();
        while (accept("&")) {
            left = call("&", left, shift());
        }
        return left;
    }

    private Expression shift() {
        var left = sum();
        while (peek().text().equals("<<")
                || peek().text().equals(">>")
                || peek().text().equals(">>>")) {
            left = call(next().text(), left, sum());
        }
        return left;
    }

    private Expression sum() {
        var left = product();
        while (peek().kind() == Kind.SIGN && Set.of("+", "-", "||").contains(peek().text())) {
            left = call(next().text(), left, product());
        }
        return left;
    }

    private Expression product() {
        var left = unary();
        while (peek().kind() == Kind.SIGN && Set.of("*", "/", "%").contains(peek().text())
                || isWord("div")) {
            left = call(next().text().toLowerCase(Locale.ROOT), left, unary());
        }
        return left;
    }

    private Expression unary() {
        if (peek().text().equals("-") && peek().kind() == Kind.SIGN) {
            next();
            if (peek().kind() == Kind.NUMBER) {
                var token = next();
                return postfix(number("-" + token.text()));
            }
            return call("negative", unary());
        }
        if (accept("+")) {
            return call("positive", unary());
        }
        if (accept("~")) {
            return call("~", unary());
        }
        return postfix(primary());
    }

    private Expression postfix(Expression start) {
        var result = start;
        while (true) {
            if (accept("[")) {
                var index = expression();
                expect("]");
                result =
                        result.type() instanceof StructType
                                        && index instanceof Expression.Literal name
                                ? Fields.access(result, (String) name.value(), Position.NONE)
                                : call("[]", result, index);
            } else if (accept("::")) {
                result = cast(result, type(), false);
            } else if (accept(".")) {
                var name = next().text();
                result =
                        result.type() instanceof MapType
                                ? call("[]", result, text(name))
                                : Fields.access(result, name, Position.NONE);
            } else {
                return result;
            }
        }
    }

    private Expression primary() {
        var token = next();
        return switch (token.kind()) {
            case NUMBER -> number(token.text());
            case TEXT -> texts(token);
            case QUOTED -> name(token.text());
            case SIGN -> {
                if (!token.text().equals("(")) {
                    throw error();
                }
                var inside = list(")");
                yield inside.size() == 1
                        ? inside.getFirst()
                        : call("struct", inside.toArray(Expression[]::new));
            }
            case WORD -> word(token);
            case END -> throw error();
        };
    }

    private Expression texts(Token first) {
        var value = new StringBuilder(first.text());
        while (peek().kind() == Kind.TEXT) {
            value.append(next().text());
        }
        return text(value.toString());
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, DataTypes.StringType);
    }

    private Expression word(Token token) {
        var word = token.text().toLowerCase(Locale.ROOT);
        if (peek().kind() == Kind.TEXT) {
            var literal = typed(word);
            if (literal != null) {
                return literal;
            }
        }
        switch (word) {
            case "true", "false" -> {
                return new Expression.Literal(word.equals("true"), DataTypes.BooleanType);
            }
            case "null" -> {
                return new Expression.Literal(null, DataTypes.NullType);
            }
            case "case" -> {
                return choice();
            }
            case "interval" -> {
                return interval();
            }
            case "current_date", "current_timestamp", "localtimestamp" -> {
                if (!peek().text().equals("(")) {
                    return call(word);
                }
            }
            default -> {}
        }
        return accept("(") ? function(word) : name(token.text());
    }

    private Expression name(String name) {
        var found = names.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new TidemillException(
                    Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION, "no column " + name, "");
        }
        return found;
    }

    private Expression function(String name) {
        switch (name) {
            case "cast", "try_cast" -> {
                var operand = expression();
                expectWord("as");
                var type = type();
                expect(")");
                return cast(operand, type, name.equals("try_cast"));
            }
            case "extract" -> {
                var part = next().text();
                expectWord("from");
                var source = expression();
                expect(")");
                return call("date_part", text(part), source);
            }
            case "trim" -> {
                var side =
                        isWord("both") || isWord("leading") || isWord("trailing")
                                ? next().text()
                                : "both";
                if (acceptWord("from")) {
                    var source = expression();
                    expect(")");
                    return call(trimName(side), source);
                }
                var first = expression();
                if (acceptWord("from")) {
                    var source = expression();
                    expect(")");
                    return switch (side.toLowerCase(Locale.ROOT)) {
                        case "leading" -> call("ltrim", first, source);
                        case "trailing" -> call("rtrim", first, source);
                        default -> call("trim", first, source);
                    };
                }
                if (accept(",")) {
                    at--;
                    accept(",");
                    var second = expression();
                    expect(")");
                    return call("trim", first, second);
                }
                expect(")");
                return call("trim", first);
            }
            case "position" -> {
                var part = bitOr();
                if (acceptWord("in")) {
                    var source = expression();
                    expect(")");
                    return call("locate", part, source);
                }
                accept(",");
                var rest = list(")");
                rest.addFirst(part);
                return call("locate", rest.toArray(Expression[]::new));
            }
            case "substring", "substr", "overlay" -> {
                var arguments = new ArrayList<>(List.of(expression()));
                while (accept(",")
                        || acceptWord("from")
                        || acceptWord("for")
                        || acceptWord("placing")) {
                    arguments.add(expression());
                }
                expect(")");
                return call(name, arguments.toArray(Expression[]::new));
            }
            case "timestampadd",
                    "timestampdiff",
                    "dateadd",
                    "date_add",
                    "datediff",
                    "date_diff" -> {
                boolean unit =
                        peek().kind() == Kind.WORD
                                && tokens.get(at + 1).text().equals(",")
                                && !names.containsKey(peek().text().toLowerCase(Locale.ROOT))
                                && !isWord("null");
                if (unit) {
                    var arguments = new ArrayList<>(List.of(text(next().text())));
                    expect(",");
                    arguments.addAll(list(")"));
                    return call(
                            name.contains("diff") ? "timestampdiff" : "timestampadd",
                            arguments.toArray(Expression[]::new));
                }
            }
            default -> {}
        }
        return plainFunction(name);
    }

    private static String trimName(String side) {
        return switch (side.toLowerCase(Locale.ROOT)) {
            case "leading" -> "ltrim";
            case "trailing" -> "rtrim";
            default -> "trim";
        };
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

    private List<Expression> list(String end) {
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

    private Expression choice() {
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

    private Expression cast(Expression operand, DataType type, boolean lenient) {
        Casts.check(operand.type(), type);
        return new Expression.Cast(operand, type, lenient, Position.NONE);
    }

    private DataType type() {
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

    private Expression typed(String word) {
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

    private Expression number(String text) {
        return Numbers.literal(text);
    }

    private Expression interval() {
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

    private Expression call(String function, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), Position.NONE);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        return tokens.get(at++);
    }

    private boolean isWord(String word) {
        return peek().kind() == Kind.WORD && peek().text().equalsIgnoreCase(word);
    }

    private boolean acceptWord(String word) {
        if (isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void expectWord(String word) {
        if (!acceptWord(word)) {
            throw error();
        }
    }

    private boolean accept(String sign) {
        if (peek().kind() == Kind.SIGN && peek().text().equals(sign)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String sign) {
        if (!accept(sign)) {
            throw error();
        }
    }

    private TidemillException error() {
        return new TidemillException(
                Condition.PARSE_SYNTAX_ERROR, "at '%s' in %s".formatted(peek().text(), sql), "");
    }
}
