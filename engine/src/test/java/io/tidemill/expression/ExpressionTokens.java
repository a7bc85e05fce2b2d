package io.tidemill.expression;

import module java.base;

/// Cuts an SQL expression into tokens, with Spark's literals.
final class ExpressionTokens {
    enum Kind {
        WORD,
        QUOTED,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    /// @param text a word or sign as written, a string without its quotes
    record Token(Kind kind, String text, int start, int end) {}

    private static final List<String> SIGNS =
            List.of(
                    "<=>", ">>>", "->", "||", "<=", ">=", "<>", "!=", "==", "::", "<<", ">>", "+",
                    "-", "*", "/", "%", "&", "|", "^", "~", "=", "<", ">", "!", "(", ")", "[", "]",
                    ",", ".", ":");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?(BD|bd|[YySsLlFfDd])?(?![A-Za-z0-9_])");

    private final String sql;
    private int at;

    private ExpressionTokens(String sql) {
        this.sql = sql;
    }

    static List<Token> of(String sql) {
        return new ExpressionTokens(sql).tokens();
    }

    private List<Token> tokens() {
        var tokens = new ArrayList<Token>();
        while (true) {
            while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
                at++;
            }
            int start = at;
            if (at >= sql.length()) {
                tokens.add(new Token(Kind.END, "", at, at));
                return tokens;
            }
            char c = sql.charAt(at);
            var number = NUMBER.matcher(sql).region(at, sql.length());
            if ((c == 'r' || c == 'R') && at + 1 < sql.length() && quote(sql.charAt(at + 1))) {
                at++;
                tokens.add(text(start, true));
            } else if (quote(c)) {
                tokens.add(text(start, false));
            } else if (c == '`') {
                int end = sql.indexOf('`', at + 1);
                at = end + 1;
                tokens.add(new Token(Kind.QUOTED, sql.substring(start + 1, end), start, at));
            } else if ((Character.isDigit(c) || c == '.') && number.lookingAt()) {
                at = number.end();
                tokens.add(new Token(Kind.NUMBER, number.group(), start, at));
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                while (at < sql.length()
                        && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
                    at++;
                }
                tokens.add(new Token(Kind.WORD, sql.substring(start, at), start, at));
            } else {
                var sign =
                        SIGNS.stream()
                                .filter(s -> sql.startsWith(s, start))
                                .findFirst()
                                .orElseThrow(() ->
                                        new IllegalArgumentException("at " + start + ": " + sql));
                at += sign.length();
                tokens.add(new Token(Kind.SIGN, sign, start, at));
            }
        }
    }

    private static boolean quote(char c) {
        return c == '\'' || c == '"';
    }

    private Token text(int start, boolean raw) {
        char quote = sql.charAt(at++);
        var out = new StringBuilder();
        while (sql.charAt(at) != quote || at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
            char c = sql.charAt(at++);
            if (c == quote) {
                at++;
                out.append(quote);
            } else if (c != '\\' || raw) {
                out.append(c);
            } else {
                escape(out);
            }
        }
        at++;
        return new Token(Kind.TEXT, out.toString(), start, at);
    }

    private void escape(StringBuilder out) {
        char c = sql.charAt(at++);
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'Z' -> out.append('\u001a');
            case '%', '_' -> out.append('\\').append(c);
            case 'u' -> {
                out.append((char) Integer.parseInt(sql.substring(at, at + 4), 16));
                at += 4;
            }
            case 'U' -> {
                if (!sql.substring(at).matches("(?s)[0-9A-Fa-f]{8}.*")) {
                    out.append('U');
                    return;
                }
                out.appendCodePoint((int) Long.parseLong(sql.substring(at, at + 8), 16));
                at += 8;
            }
            default -> {
                if (sql.startsWith(c + "", at - 1) && c >= '0' && c <= '3' && octal()) {
                    out.append((char) Integer.parseInt(sql.substring(at - 1, at + 2), 8));
                    at += 2;
                } else {
                    out.append(c == '0' ? '\0' : c);
                }
            }
        }
    }

    private boolean octal() {
        return at + 1 < sql.length() && sql.substring(at, at + 2).matches("[0-7]{2}");
    }
}
