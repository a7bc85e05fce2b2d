package io.tidemill.parse;

import static io.tidemill.parse.generated.TidemillParserConstants.BACK_QUOTED_IDENTIFIER;
import static io.tidemill.parse.generated.TidemillParserConstants.EOF;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_EXPRESSION;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_POSTFIX;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_PREFIX;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_TYPE;
import static io.tidemill.parse.generated.TidemillParserConstants.UNSIGNED_INTEGER_LITERAL;

import io.tidemill.parse.Frame.Clause;
import io.tidemill.parse.Frame.Form;
import io.tidemill.parse.Lexeme.Kind;
import io.tidemill.parse.generated.MeantToken;
import io.tidemill.parse.generated.Token;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlStarExclude;

/// Decides what each lexeme of a query means where it stands, and makes the grammar's tokens of
/// them.
///
/// Hardly any word of Spark's SQL is reserved. So a word is a keyword only where the grammar can
/// use it as one: what may begin an operand is decided where an operand must come, what may follow
/// one only behind one, and an open parenthesis remembers what it belongs to. Everything else is a
/// name. Literals, types and Spark's own operators become single tokens that carry their meaning; a
/// few constructs that the grammar lacks are rewritten into ones that it has (`LATERAL VIEW`,
/// `EXTRACT(a FROM b)`, `FROM STREAM t`, `* EXCEPT (..)`).
final class Words extends FollowingWords {
    /// The name that stands for all columns that are not aggregated, in `GROUP BY ALL`.
    static final String ALL_COLUMNS = "\u0001all columns";

    /// The first part of a table's name that is read as a stream.
    static final String STREAM = "\u0001stream";

    private Words(Source source, List<Lexeme> in, ZoneId zone) {
        super(source, in, zone);
        frames.push(new Frame(Form.QUERY));
    }

    /// @param in the lexemes of one query or expression, the last one [Kind#END]
    /// @param zone in which timestamp literals without a zone are read
    static List<Token> read(Source source, List<Lexeme> in, ZoneId zone) {
        var words = new Words(source, LoneTables.bare(GeneratorTables.queries(in)), zone);
        while (!words.now().isEnd()) {
            words.next();
        }
        words.emit(EOF, "");
        return words.out;
    }

    @Override
    void next() {
        var lexeme = now();
        switch (lexeme.kind()) {
            case STRING -> string();
            case BINARY -> {
                meant(MeantToken.of(MEANT_EXPRESSION, Literals.binary(source, lexeme)), 1);
                operand = true;
            }
            case NUMBER -> number(false);
            case QUOTED -> name();
            case SYMBOL -> symbol();
            case WORD -> word();
            case END -> throw new IllegalStateException("read past the end");
        }
    }

    private void string() {
        int last = at;
        var value = new StringBuilder(now().text());
        while (in.get(last + 1).kind() == Kind.STRING) {
            value.append(in.get(++last).text());
        }
        var node = Literals.string(source, value.toString(), now().start(), in.get(last).end());
        meant(MeantToken.of(MEANT_EXPRESSION, node), last - at + 1);
        operand = true;
    }

    private void number(boolean negative) {
        if (!negative && isCount() && Literals.isDigits(now().text())) {
            emit(UNSIGNED_INTEGER_LITERAL, now().text());
            at++;
        } else {
            meant(MeantToken.of(MEANT_EXPRESSION, Literals.number(source, now(), negative)), 1);
        }
        operand = true;
    }

    /// Whether a number here counts rows or columns: behind LIMIT, or alone in GROUP BY or ORDER
    /// BY.
    private boolean isCount() {
        if (isBefore("LIMIT") || isBefore("OFFSET") || isBefore("FIRST") || isBefore("NEXT")) {
            return true;
        }
        if (frame().form == Form.SAMPLE) {
            return true;
        }
        boolean first = isBefore("BY") || (before() != null && before().isSymbol(","));
        var after = ahead(1);
        boolean last =
                endsItem(after)
                        || after.isWord("ASC")
                        || after.isWord("DESC")
                        || after.isWord("NULLS");
        return first
                && last
                && frame().form == Form.QUERY
                && (frame().clause == Clause.GROUP || frame().clause == Clause.ORDER);
    }

    private void symbol() {
        var lexeme = now();
        var sign = lexeme.text();
        switch (sign) {
            case "(" -> open();
            case ")" -> close();
            case "-" -> {
                if (operand) {
                    infix(sign);
                } else if (ahead(1).kind() == Kind.NUMBER) {
                    at++;
                    number(true);
                    spanFrom(lexeme);
                } else {
                    sign(sign, sign);
                }
            }
            case "*" -> star();
            case "==" -> sign(sign, "=");
            case "!=" -> sign(sign, "<>");
            case "!" -> keyword("NOT");
            case "+" -> {
                if (operand) {
                    infix(sign);
                } else {
                    sign(sign, sign);
                }
            }
            case "||", "&", "|", "^", "<<", ">>", ">>>", "<=>" -> infix(sign);
            case "~" -> {
                meant(MeantToken.of(MEANT_PREFIX, Infix.complement()), 1);
                operand = false;
            }
            case "::" -> {
                int end = TypeSpans.end(source, in, at + 1);
                var type = TypeSpans.read(source, in, at + 1, end);
                meant(MeantToken.of(MEANT_POSTFIX, Infix.cast(type)), end - at);
                operand = true;
            }
            case "]" -> {
                sign(sign, sign);
                operand = true;
            }
            case "{", "}", "|>" ->
                    throw SqlException.syntax(
                            source,
                            lexeme.start(),
                            lexeme.end(),
                            "'" + sign + "' is not understood here",
                            "write the query without it");
            default -> sign(sign, sign);
        }
    }

    /// `*` between operands multiplies; elsewhere it is all columns, perhaps `EXCEPT (..)` some.
    private void star() {
        if (operand) {
            sign("*", "*");
            return;
        }
        boolean except = ahead(1).isWord("EXCEPT") && ahead(2).isSymbol("(") && ahead(3).isName();
        if (except && !ahead(3).isWord("SELECT")) {
            starExcept();
        } else {
            sign("*", "*");
        }
        operand = true;
    }

    private void starExcept() {
        int first = at;
        var names = new ArrayList<String>();
        while (out.size() >= 2 && out.getLast().image.equals(".")) {
            out.removeLast();
            out.removeLast();
            first -= 2;
            names.addFirst(in.get(first).text());
        }
        var start = in.get(first);
        at += 3;
        var excluded = new ArrayList<SqlNode>();
        while (!now().isSymbol(")")) {
            var parts = new ArrayList<String>();
            int from = now().start();
            int to = now().end();
            while (now().isName()) {
                parts.add(now().text());
                to = now().end();
                at++;
                if (now().isSymbol(".")) {
                    at++;
                }
            }
            if (parts.isEmpty() || !(now().isSymbol(",") || now().isSymbol(")"))) {
                throw unexpected(now(), "list the columns to leave out as EXCEPT (a, b)");
            }
            excluded.add(new SqlIdentifier(parts, source.position(from, to)));
            if (now().isSymbol(",")) {
                at++;
            }
        }
        var position = source.position(start.start(), now().end());
        names.add("");
        var star =
                SqlIdentifier.star(
                        names, position, java.util.Collections.nCopies(names.size(), position));
        var node = new SqlStarExclude(position, star, new SqlNodeList(excluded, position));
        meant(MeantToken.of(MEANT_EXPRESSION, node), 1);
        spanFrom(start);
    }

    @Override
    void open() {
        var opener = before();
        var form = Form.PLAIN;
        if (ahead(1).isWord("SELECT")
                || ahead(1).isWord("WITH")
                || ahead(1).isWord("VALUES")
                || ahead(1).isWord("FROM")
                || ahead(1).isSymbol("(")) {
            form = Form.QUERY;
        }
        if (opener != null && opener.kind() == Kind.WORD) {
            form = Form.of(opener.text(), form);
        }
        if (form == Form.WINDOW && !out.isEmpty() && out.getLast().kind == BACK_QUOTED_IDENTIFIER) {
            form = Form.PLAIN;
        }
        if (frame().clause == Clause.WINDOW && isBefore("AS")) {
            form = Form.WINDOW;
        }
        boolean table = atTable();
        sign("(", "(");
        frames.push(new Frame(form));
        if (table) {
            frame().clause = Clause.FROM;
        }
        if (form == Form.EXTRACT) {
            extractUnit();
        }
    }

    private void close() {
        if (frames.size() > 1) {
            var closed = frames.pop();
            if (closed.form == Form.TABLE_WITHOUT_PARENTHESES) {
                throw new IllegalStateException("an invented parenthesis was not closed");
            }
            if (closed.groups) {
                emit(Keywords.kind("EXCLUDE"), "");
                emit(Keywords.kind("GROUP"), "");
            }
        }
        sign(")", ")");
        operand = true;
    }

    private void word() {
        var lexeme = now();
        var word = lexeme.text().toUpperCase(Locale.ROOT);
        var previous = before();
        boolean named =
                (previous != null && previous.isSymbol("."))
                        || ahead(1).isSymbol("=>")
                        || ahead(1).isSymbol("->")
                        || (isBefore("AS") && frame().form != Form.CAST);
        if (named) {
            name();
        } else if (isBefore("AS") && frame().form == Form.CAST) {
            int end = TypeSpans.end(source, in, at);
            var type = TypeSpans.read(source, in, at, end);
            var node =
                    new SqlIdentifier(
                            type.sql(), source.position(lexeme.start(), in.get(end - 1).end()));
            meant(MeantToken.of(MEANT_TYPE, node), end - at);
            operand = true;
        } else if (!formWord(word)
                && !unitCall(word)
                && !(operand ? followingWord(word) : beginningWord(word))) {
            name();
        }
    }
}
