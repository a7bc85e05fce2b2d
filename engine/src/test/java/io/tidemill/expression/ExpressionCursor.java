package io.tidemill.expression;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.ExpressionTokens.Kind;
import io.tidemill.expression.ExpressionTokens.Token;

/// A place among the tokens of an SQL expression.
abstract class ExpressionCursor {
    final String sql;
    final List<Token> tokens;
    int at;

    ExpressionCursor(String sql) {
        this.sql = sql;
        this.tokens = ExpressionTokens.of(sql);
    }

    final Token peek() {
        return tokens.get(at);
    }

    final Token next() {
        return tokens.get(at++);
    }

    final boolean isWord(String word) {
        return peek().kind() == Kind.WORD && peek().text().equalsIgnoreCase(word);
    }

    final boolean acceptWord(String word) {
        if (isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    final void expectWord(String word) {
        if (!acceptWord(word)) {
            throw error();
        }
    }

    final boolean accept(String sign) {
        if (peek().kind() == Kind.SIGN && peek().text().equals(sign)) {
            at++;
            return true;
        }
        return false;
    }

    final void expect(String sign) {
        if (!accept(sign)) {
            throw error();
        }
    }

    final TidemillException error() {
        return new TidemillException(
                Condition.PARSE_SYNTAX_ERROR, "at '%s' in %s".formatted(peek().text(), sql), "");
    }
}
