package io.tidemill.expression;

import module java.base;

import io.tidemill.expression.ExpressionTokens.Kind;
import io.tidemill.expression.ExpressionTokens.Token;
import io.tidemill.expression.function.Function;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;

/// Reads SQL expressions for tests of functions: a small descent over Spark's grammar that knows
/// nothing of tables, so that functions are tested apart from the SQL front end.
final class ExpressionReader extends ExpressionForms {
    private static final Set<String> COMPARISONS =
            Set.of("=", "==", "<=>", "<>", "!=", "<", "<=", ">", ">=");

    private boolean quantified;

    private ExpressionReader(String sql) {
        super(sql);
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

    @Override
    Expression expression() {
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

    @Override
    Expression bitOr() {
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
                return postfix(Numbers.literal("-" + token.text()));
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
            case NUMBER -> Numbers.literal(token.text());
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
}
