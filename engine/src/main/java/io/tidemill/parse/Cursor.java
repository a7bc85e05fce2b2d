package io.tidemill.parse;

import io.tidemill.parse.Lexeme.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Walks over the lexemes of one statement and takes them one by one.
final class Cursor {
    private final Source source;
    private final List<Lexeme> lexemes;
    private int at;

    /// @param lexemes of one statement, the last one its end
    Cursor(Source source, List<Lexeme> lexemes) {
        this.source = source;
        this.lexemes = lexemes;
    }

    Source source() {
        return source;
    }

    Lexeme now() {
        return lexemes.get(at);
    }

    Lexeme ahead(int count) {
        return lexemes.get(Math.min(at + count, lexemes.size() - 1));
    }

    Lexeme take() {
        var taken = now();
        if (!taken.isEnd()) {
            at++;
        }
        return taken;
    }

    /// What has not been taken, with its end.
    List<Lexeme> rest() {
        return lexemes.subList(at, lexemes.size());
    }

    /// Takes everything up to the end.
    void skipRest() {
        at = lexemes.size() - 1;
    }

    /// Takes these words if they stand here one after the other.
    boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!ahead(i).isWord(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    boolean acceptSymbol(String symbol) {
        if (!now().isSymbol(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    void expect(String... words) {
        for (var word : words) {
            if (!accept(word)) {
                throw unexpected("write " + word + " here");
            }
        }
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("write " + symbol + " here");
        }
    }

    void expectEnd() {
        if (!now().isEnd()) {
            throw unexpected("end the statement with ; before it");
        }
    }

    /// One name, quoted or not.
    String name(String what) {
        if (!now().isName()) {
            throw unexpected("write the name of " + what + " here");
        }
        return take().text();
    }

    /// A name with points, as one text.
    String dottedName(String what) {
        var name = new StringBuilder(name(what));
        while (now().isSymbol(".") && ahead(1).isName()) {
            take();
            name.append('.').append(take().text());
        }
        return name.toString();
    }

    String string(String what) {
        if (now().kind() != Kind.STRING) {
            throw unexpected("write " + what + " in quotes here");
        }
        var value = new StringBuilder(take().text());
        while (now().kind() == Kind.STRING) {
            value.append(take().text());
        }
        return value.toString();
    }

    /// `(a, b)`.
    List<String> names(String what) {
        var names = new java.util.ArrayList<String>();
        expectSymbol("(");
        do {
            names.add(name(what));
        } while (acceptSymbol(","));
        expectSymbol(")");
        return List.copyOf(names);
    }

    /// `(key 'value', a.b = 1)`: keys quoted or not, the equals sign as you like.
    Map<String, String> options() {
        var options = new LinkedHashMap<String, String>();
        expectSymbol("(");
        while (!now().isSymbol(")")) {
            var first = now();
            var key = now().kind() == Kind.STRING ? take().text() : optionKey();
            acceptSymbol("=");
            if (options.put(key, optionValue(key)) != null) {
                throw SqlException.syntax(
                        source,
                        first.start(),
                        first.end(),
                        "the option '" + key + "' is given twice",
                        "remove one of the two");
            }
            if (!acceptSymbol(",")) {
                break;
            }
        }
        expectSymbol(")");
        return options;
    }

    private String optionKey() {
        var key = new StringBuilder(name("an option"));
        while ((now().isSymbol(".") || now().isSymbol("-")) && ahead(1).isName()) {
            key.append(take().text()).append(take().text());
        }
        return key.toString();
    }

    private String optionValue(String key) {
        if (now().kind() == Kind.STRING) {
            return string("a value");
        }
        boolean minus = acceptSymbol("-");
        if (now().kind() == Kind.NUMBER) {
            return (minus ? "-" : "") + take().text();
        }
        if (now().isWord("TRUE") || now().isWord("FALSE")) {
            return take().text().toLowerCase(java.util.Locale.ROOT);
        }
        throw unexpected("write the value of %s in quotes, as in %s '..'".formatted(key, key));
    }

    SqlException unexpected(String remedy) {
        var lexeme = now();
        var written = source.text().substring(lexeme.start(), lexeme.end());
        return SqlException.syntax(
                source,
                lexeme.start(),
                Math.max(lexeme.end(), lexeme.start() + 1),
                "syntax error at or near "
                        + (lexeme.isEnd() ? "the end of the statement" : "'" + written + "'"),
                remedy);
    }
}
