package io.tidemill.parse;

import io.tidemill.parse.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts SQL text into lexemes by Spark 4's rules.
///
/// In: one source, with any number of statements. Out: its lexemes in order, the last one
/// [Kind#END]. Strings stand in single or double quotes with backslash escapes or doubled quotes,
/// raw strings behind `r`; comments are `-- ..` and nested `/* .. */`, of which the hint `/*+
/// STATE_TTL(..) */` stays with its SELECT.
///
/// Source: Spark's SqlBaseLexer.g4 and `SparkParserUtils.unescapeSQLString`.
final class Lexer {
    private static final List<String> SYMBOLS =
            List.of(
                    ">>>", "<=>", "<=", ">=", "<>", "!=", "==", "||", "|>", "::", "->", "=>", "<<",
                    ">>");

    private final Source source;
    private final String text;
    private final List<Lexeme> lexemes = new ArrayList<>();
    private int at;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    /// @throws SqlException when a string, quoted name or comment has no end, or a character fits
    ///   nowhere
    static List<Lexeme> read(Source source) {
        var lexer = new Lexer(source);
        while (lexer.skipSpace()) {
            lexer.next();
        }
        lexer.lexemes.add(new Lexeme(Kind.END, "", lexer.text.length(), lexer.text.length()));
        return List.copyOf(lexer.lexemes);
    }

    /// Moves to the next lexeme; false at the end of the text.
    private boolean skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else if (text.startsWith("/*", at)) {
                skipComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipComment() {
        int start = at;
        int depth = 0;
        while (at < text.length()) {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    hint(start);
                    return;
                }
            } else {
                at++;
            }
        }
        throw SqlException.syntax(source, start, start + 2, "this comment has no end", "add */");
    }

    /// A hint belongs to the SELECT before it.
    private void hint(int start) {
        var comment = text.substring(start, at);
        if (StateTtlHint.isOne(comment)
                && !lexemes.isEmpty()
                && lexemes.getLast().isWord("SELECT")) {
            var select = lexemes.removeLast();
            lexemes.add(
                    new Lexeme(
                            select.kind(),
                            select.text(),
                            select.start(),
                            select.end(),
                            Optional.of(new Lexeme.Hint(comment, start))));
        }
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            string(at, false);
        } else if (c == '`') {
            quoted();
        } else if (isPrefixed(c, 'r')) {
            at++;
            string(at - 1, true);
        } else if (isPrefixed(c, 'x')) {
            int start = at++;
            string(start, true);
            var digits = lexemes.removeLast();
            lexemes.add(new Lexeme(Kind.BINARY, digits.text(), start, at));
        } else if (isDigit(c) || (c == '.' && at + 1 < text.length() && startsFraction())) {
            number();
        } else if (Character.isUnicodeIdentifierStart(c)
                || c == '_'
                || Character.isHighSurrogate(c)) {
            word();
        } else {
            symbol();
        }
    }

    private boolean isPrefixed(char c, char prefix) {
        return Character.toLowerCase(c) == prefix
                && at + 1 < text.length()
                && (text.charAt(at + 1) == '\'' || text.charAt(at + 1) == '"');
    }

    /// A point begins a number unless it stands behind a name or a bracket, as in `a.1`.
    private boolean startsFraction() {
        if (!isDigit(text.charAt(at + 1))) {
            return false;
        }
        if (lexemes.isEmpty() || lexemes.getLast().end() != at) {
            return true;
        }
        var before = lexemes.getLast();
        return !before.isName() && !before.isSymbol(")") && !before.isSymbol("]");
    }

    private void string(int start, boolean raw) {
        char quote = text.charAt(at++);
        var value = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw SqlException.syntax(
                        source, start, start + 1, "this string has no end", "add " + quote);
            }
            char c = text.charAt(at++);
            if (c == quote) {
                if (!raw && at < text.length() && text.charAt(at) == quote) {
                    value.append(quote);
                    at++;
                    continue;
                }
                break;
            }
            if (c == '\\' && !raw && at < text.length()) {
                at = Escapes.append(value, text, at);
            } else {
                value.append(c);
            }
        }
        lexemes.add(new Lexeme(Kind.STRING, value.toString(), start, at));
    }

    private void quoted() {
        int start = at++;
        var value = new StringBuilder();
        while (true) {
            int end = text.indexOf('`', at);
            if (end < 0) {
                throw SqlException.syntax(
                        source, start, start + 1, "this quoted name has no end", "add `");
            }
            value.append(text, at, end);
            at = end + 1;
            if (at < text.length() && text.charAt(at) == '`') {
                value.append('`');
                at++;
            } else {
                break;
            }
        }
        if (value.isEmpty()) {
            throw SqlException.syntax(source, start, at, "a name is empty", "write a name");
        }
        lexemes.add(new Lexeme(Kind.QUOTED, value.toString(), start, at));
    }

    private void number() {
        int start = at;
        skipDigits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            skipDigits();
        }
        if (at < text.length() && Character.toLowerCase(text.charAt(at)) == 'e') {
            int exponent = at + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                at = exponent;
                skipDigits();
            }
        }
        while (at < text.length() && Character.isUnicodeIdentifierPart(text.charAt(at))) {
            at++; // a suffix such as L or BD
        }
        lexemes.add(new Lexeme(Kind.NUMBER, text.substring(start, at), start, at));
    }

    private void skipDigits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void word() {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!Character.isUnicodeIdentifierPart(c) && c != '$' && !Character.isSurrogate(c)) {
                break;
            }
            at++;
        }
        lexemes.add(new Lexeme(Kind.WORD, text.substring(start, at), start, at));
    }

    private void symbol() {
        for (var symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                lexemes.add(new Lexeme(Kind.SYMBOL, symbol, at, at + symbol.length()));
                at += symbol.length();
                return;
            }
        }
        char c = text.charAt(at);
        if ("()[]{},.;:?=<>+-*/%&|^~!".indexOf(c) < 0) {
            throw SqlException.syntax(
                    source,
                    at,
                    at + 1,
                    "the character '" + c + "' has no meaning here",
                    c == '\u201c' || c == '\u201d' || c == '\u2018' || c == '\u2019'
                            ? "write straight quotes, ' or \""
                            : "remove it, or put the name it belongs to in backticks");
        }
        at++;
        lexemes.add(new Lexeme(Kind.SYMBOL, String.valueOf(c), at - 1, at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
