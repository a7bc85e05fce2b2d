package io.tidemill.parse;

import static io.tidemill.parse.generated.TidemillParserConstants.BACK_QUOTED_IDENTIFIER;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_INFIX;

import io.tidemill.parse.Frame.Clause;
import io.tidemill.parse.Frame.Form;
import io.tidemill.parse.Lexeme.Kind;
import io.tidemill.parse.generated.MeantToken;
import io.tidemill.parse.generated.Token;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The lexemes of a query on one side, the grammar's tokens on the other, and what is known in
/// between: the open parentheses, and whether an operand or an operator must come next.
abstract class TokenTape {
    final Source source;

    final List<Lexeme> in;

    final ZoneId zone;

    final List<Token> out = new ArrayList<>();

    final Deque<Frame> frames = new ArrayDeque<>();

    int at;

    /// Whether what was written last can stand before an operator.
    boolean operand;

    /// Whether the last NOT stood behind an operand.
    boolean operandBeforeNot;

    TokenTape(Source source, List<Lexeme> in, ZoneId zone) {
        this.source = source;
        this.in = in;
        this.zone = zone;
    }

    /// Takes what stands here, one lexeme or more, and writes its tokens.
    abstract void next();

    /// Takes an opening parenthesis and remembers what it belongs to.
    abstract void open();

    Lexeme now() {
        return in.get(at);
    }

    Lexeme ahead(int count) {
        return in.get(Math.min(at + count, in.size() - 1));
    }

    @Nullable Lexeme before() {
        return at == 0 ? null : in.get(at - 1);
    }

    boolean isBefore(String word) {
        return at > 0
                && in.get(at - 1).isWord(word)
                && !out.isEmpty()
                && out.getLast().kind != BACK_QUOTED_IDENTIFIER;
    }

    static boolean endsList(Lexeme lexeme) {
        return lexeme.isEnd()
                || lexeme.isSymbol(",")
                || lexeme.isSymbol(")")
                || lexeme.isSymbol("]")
                || lexeme.isSymbol(";");
    }

    /// Whether an expression is complete before this lexeme.
    static boolean endsItem(Lexeme lexeme) {
        return endsList(lexeme)
                || (lexeme.kind() == Kind.WORD
                        && Keywords.STARTS_CLAUSE.contains(lexeme.text().toUpperCase(Locale.ROOT)));
    }

    /// Writes an operator between two operands that binds as Spark says.
    void infix(String name) {
        meant(MeantToken.of(MEANT_INFIX, Infix.of(name)), 1);
        operand = false;
    }

    void sign(String written, String image) {
        emit(Keywords.kind(image), written);
        at++;
        operand = false;
    }

    Frame frame() {
        return frames.getFirst();
    }

    /// Names are all written as quoted ones: Calcite takes some unquoted ones, such as user, for
    /// calls.
    void name() {
        name(now().text());
        at++;
    }

    void name(String name) {
        emit(BACK_QUOTED_IDENTIFIER, "`" + name.replace("`", "``") + "`");
        operand = true;
    }

    /// Whether a NOT stands before, and an operand before that: `a NOT LIKE b`.
    boolean isNegated() {
        return isBefore("NOT") && operandBeforeNot;
    }

    /// Writes a keyword.
    void keyword(String word) {
        if (word.equals("NOT")) {
            operandBeforeNot = operand;
        }
        emit(Keywords.kind(word), now().text());
        now().hint().ifPresent(hint -> StateTtlHint.write(hint.text(), hint.start(), this));
        at++;
        operand =
                switch (word) {
                    case "NULL", "TRUE", "FALSE", "UNKNOWN", "END", "ROW", "UNBOUNDED" -> true;
                    default -> false;
                };
    }

    /// Gives the function another name whose parenthesis has just been written.
    void rename(String function) {
        out.get(out.size() - 2).image = "`" + function + "`";
    }

    /// How many arguments stand in the parenthesis at `open`.
    int arguments(int open) {
        int depth = 0;
        int count = 1;
        for (int i = open; i < in.size(); i++) {
            var lexeme = in.get(i);
            if (lexeme.isSymbol("(") || lexeme.isSymbol("[")) {
                depth++;
            } else if (lexeme.isSymbol(")") || lexeme.isSymbol("]")) {
                depth--;
                if (depth == 0) {
                    break;
                }
            } else if (depth == 1 && lexeme.isSymbol(",")) {
                count++;
            }
        }
        return count;
    }

    boolean keep(String word) {
        keyword(word);
        return true;
    }

    /// Whether a query may begin here.
    boolean atQuery() {
        if (out.isEmpty()) {
            return true;
        }
        return switch (out.getLast().image.toUpperCase(Locale.ROOT)) {
            case "(", "UNION", "INTERSECT", "EXCEPT", "MINUS", "ALL", "DISTINCT" -> true;
            default -> false;
        };
    }

    /// Whether a table must come here.
    boolean atTable() {
        if (isBefore("FROM") || isBefore("JOIN") || isBefore("LATERAL")) {
            return frame().clause == Clause.FROM;
        }
        return frame().clause == Clause.FROM && before() != null && before().isSymbol(",");
    }

    boolean clauseWord(String word) {
        clause(word);
        return keep(word);
    }

    boolean keepOperand(String word) {
        keyword(word);
        operand = true;
        return true;
    }

    /// Remembers which clause of the query a keyword opens.
    void clause(String word) {
        var frame = frame();
        switch (word) {
            case "SELECT" -> {
                frame.form = frame.form == Form.PLAIN ? Form.QUERY : frame.form;
                frame.clause = Clause.SELECT;
            }
            case "FROM" -> {
                if (!isBefore("DISTINCT") || !isDistinctFrom()) {
                    frame.clause = Clause.FROM;
                }
            }
            case "WHERE" -> frame.clause = Clause.WHERE;
            case "GROUP" -> frame.clause = isBefore("WITHIN") ? frame.clause : Clause.GROUP;
            case "HAVING", "QUALIFY" -> frame.clause = Clause.HAVING;
            case "WINDOW" -> frame.clause = Clause.WINDOW;
            case "ORDER" -> frame.clause = Clause.ORDER;
            case "LIMIT", "OFFSET", "FETCH" -> frame.clause = Clause.LIMIT;
            case "UNION", "INTERSECT", "EXCEPT", "MINUS" -> frame.clause = Clause.START;
            case "CASE" -> frame.cases++;
            default -> {}
        }
    }

    /// Whether the DISTINCT before belongs to `IS [NOT] DISTINCT FROM`.
    boolean isDistinctFrom() {
        return at >= 2 && (in.get(at - 2).isWord("IS") || in.get(at - 2).isWord("NOT"));
    }

    SqlException unexpected(Lexeme lexeme, String remedy) {
        var what = lexeme.isEnd() ? "the end of the text" : "'" + lexeme.text() + "'";
        return SqlException.syntax(
                source,
                lexeme.start(),
                Math.max(lexeme.end(), lexeme.start() + 1),
                "syntax error at or near " + what,
                remedy);
    }

    /// Adds a token that covers `count` lexemes from here.
    void meant(MeantToken token, int count) {
        token.image = source.text().substring(now().start(), in.get(at + count - 1).end());
        place(token, now().start(), in.get(at + count - 1).end());
        out.add(token);
        at += count;
    }

    void emit(int kind, String image) {
        var token = Token.newToken(kind);
        token.kind = kind;
        token.image = image;
        place(token, now().start(), now().end());
        out.add(token);
    }

    void spanFrom(Lexeme first) {
        var token = out.getLast();
        token.beginLine = source.packedLine(first.start());
        token.beginColumn = source.packedColumn(first.start());
    }

    void place(Token token, int start, int end) {
        int last = Math.max(start, end - 1);
        token.beginLine = source.packedLine(start);
        token.beginColumn = source.packedColumn(start);
        token.endLine = source.packedLine(last);
        token.endColumn = source.packedColumn(last);
    }
}
