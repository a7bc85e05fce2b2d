package io.tidemill.expression.function;

import java.util.ArrayList;

/// Reads a JSON document into a tree, as leniently as its options say.
///
/// What stands behind the first value is not looked at, as in Spark. Follows RFC 8259; with
/// `allowSingleQuotes` (on unless said otherwise), `allowUnquotedFieldNames`, `allowComments`,
/// `allowNumericLeadingZeros`, `allowNonNumericNumbers` (on), `allowUnquotedControlChars` and
/// `allowBackslashEscapingAnyCharacter` it takes more.
final class JsonTree {
    private static final int DEEPEST = 1000;

    private final String text;
    private final JsonSettings settings;
    private int at;
    private int depth;

    private JsonTree(String text, JsonSettings settings) {
        this.text = text;
        this.settings = settings;
    }

    /// A text is not JSON.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    static JsonNode read(String text, JsonSettings settings) throws Malformed {
        return new JsonTree(text, settings).value();
    }

    private JsonNode value() throws Malformed {
        skip();
        if (at >= text.length()) {
            throw malformed("a value expected");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> thing();
            case '[' -> sequence();
            case '"' -> new JsonNode.Text(string());
            case '\'' -> {
                if (!settings.flag("allowSingleQuotes", true)) {
                    throw malformed("single quotes are not allowed");
                }
                yield new JsonNode.Text(string());
            }
            default -> Character.isLetter(c) ? word() : number();
        };
    }

    private JsonNode thing() throws Malformed {
        enter();
        var members = new ArrayList<JsonNode.Member>();
        if (!accept('}')) {
            do {
                var name = name();
                expect(':');
                members.add(new JsonNode.Member(name, value()));
            } while (accept(','));
            expect('}');
        }
        depth--;
        return new JsonNode.Thing(members);
    }

    private JsonNode sequence() throws Malformed {
        enter();
        var elements = new ArrayList<JsonNode>();
        if (!accept(']')) {
            do {
                elements.add(value());
            } while (accept(','));
            expect(']');
        }
        depth--;
        return new JsonNode.Sequence(elements);
    }

    private void enter() throws Malformed {
        at++;
        if (++depth > DEEPEST) {
            throw malformed("nested deeper than " + DEEPEST);
        }
    }

    private String name() throws Malformed {
        skip();
        char c = at < text.length() ? text.charAt(at) : 0;
        if (c == '"' || (c == '\'' && settings.flag("allowSingleQuotes", true))) {
            return string();
        }
        if (!settings.flag("allowUnquotedFieldNames", false)) {
            throw malformed("a name in quotes expected");
        }
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String string() throws Malformed {
        char quote = text.charAt(at++);
        var out = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw malformed("a closing quote expected");
            }
            char c = text.charAt(at++);
            if (c == quote) {
                return out.toString();
            }
            if (c < ' ' && !settings.flag("allowUnquotedControlChars", false)) {
                throw malformed("a control character must be escaped");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws Malformed {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> {
                boolean any =
                        settings.flag("allowBackslashEscapingAnyCharacter", false)
                                || (c == '\'' && settings.flag("allowSingleQuotes", true));
                if (!any) {
                    throw malformed("no such escape");
                }
                yield c;
            }
        };
    }

    private char unicode() throws Malformed {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits expected");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private JsonNode word() throws Malformed {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        var word = text.substring(start, at);
        return switch (word) {
            case "true" -> new JsonNode.Truth(true);
            case "false" -> new JsonNode.Truth(false);
            case "null" -> new JsonNode.Nothing();
            case "NaN", "Infinity", "INF" -> special(word.equals("NaN") ? "NaN" : "Infinity");
            default -> throw malformed("a value expected");
        };
    }

    private JsonNode special(String word) throws Malformed {
        if (!settings.flag("allowNonNumericNumbers", true)) {
            throw malformed("a value expected");
        }
        return new JsonNode.Numeral(word);
    }

    private JsonNode number() throws Malformed {
        int start = at;
        if (text.startsWith("-INF", at) || text.startsWith("-Infinity", at)) {
            at += text.startsWith("-INF", at) ? 4 : 9;
            return special("-Infinity");
        }
        if (text.startsWith("+INF", at) || text.startsWith("+Infinity", at)) {
            at += text.startsWith("+INF", at) ? 4 : 9;
            return special("Infinity");
        }
        if (text.charAt(at) == '-') {
            at++;
        }
        int first = at;
        digits();
        boolean zeros = at - first > 1 && text.charAt(first) == '0';
        if (at == first || (zeros && !settings.flag("allowNumericLeadingZeros", false))) {
            throw malformed("a number without leading zeros expected");
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            if (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            digits();
        }
        char last = text.charAt(at - 1);
        if (last < '0' || last > '9') {
            throw malformed("a digit expected");
        }
        var number = text.substring(start, at);
        return new JsonNode.Numeral(zeros ? number.replaceFirst("^(-?)0+(?=\\d)", "$1") : number);
    }

    private void digits() {
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
    }

    private boolean accept(char c) throws Malformed {
        skip();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws Malformed {
        if (!accept(c)) {
            throw malformed("'" + c + "' expected");
        }
    }

    private void skip() throws Malformed {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (c == '/' && settings.flag("allowComments", false)) {
                boolean block = text.startsWith("/*", at);
                int end = text.indexOf(block ? "*/" : "\n", at + 2);
                if (end < 0) {
                    throw malformed("the end of a comment expected");
                }
                at = end + (block ? 2 : 1);
            } else {
                return;
            }
        }
    }

    private Malformed malformed(String what) {
        return new Malformed("at character %d: %s".formatted(at + 1, what));
    }
}
