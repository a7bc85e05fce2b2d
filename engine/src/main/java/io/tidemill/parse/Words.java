package io.tidemill.parse;

import static io.tidemill.parse.generated.TidemillParserConstants.BACK_QUOTED_IDENTIFIER;
import static io.tidemill.parse.generated.TidemillParserConstants.EOF;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_EXPRESSION;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_INFIX;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_LIST_INFIX;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlStarExclude;
import org.jspecify.annotations.Nullable;

/// Decides what each lexeme of a query means where it stands, and makes the grammar's tokens of
/// them.
///
/// Hardly any word of Spark's SQL is reserved. So a word is a keyword only where the grammar can
/// use it as one: what may begin an operand is decided where an operand must come, what may follow
/// one only behind one, and an open parenthesis remembers what it belongs to. Everything else is a
/// name. Literals, types and Spark's own operators become single tokens that carry their meaning; a
/// few constructs that the grammar lacks are rewritten into ones that it has (`LATERAL VIEW`,
/// `EXTRACT(a FROM b)`, `FROM STREAM t`, `* EXCEPT (..)`).
final class Words {
    /// The name that stands for all columns that are not aggregated, in `GROUP BY ALL`.
    static final String GROUP_BY_ALL = "\u0001group by all";

    /// The first part of a table's name that is read as a stream.
    static final String STREAM = "\u0001stream";

    /// Functions whose first of three arguments may be a unit of time without quotes.
    private static final Set<String> UNIT_FUNCTIONS =
            Set.of("DATEADD", "DATE_ADD", "DATEDIFF", "DATE_DIFF", "TIMESTAMPADD", "TIMESTAMPDIFF");

    private final Source source;
    private final List<Lexeme> in;
    private final ZoneId zone;
    private final List<Token> out = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int at;

    /// Whether what was written last can stand before an operator.
    private boolean operand;

    /// Whether the last NOT stood behind an operand.
    private boolean operandBeforeNot;

    private Words(Source source, List<Lexeme> in, ZoneId zone) {
        this.source = source;
        this.in = in;
        this.zone = zone;
        frames.push(new Frame(Form.QUERY));
    }

    /// @param in the lexemes of one query or expression, the last one [Kind#END]
    /// @param zone in which timestamp literals without a zone are read
    static List<Token> read(Source source, List<Lexeme> in, ZoneId zone) {
        var words = new Words(source, in, zone);
        while (!words.now().isEnd()) {
            words.next();
        }
        words.emit(EOF, "");
        return words.out;
    }

    private Lexeme now() {
        return in.get(at);
    }

    private Lexeme ahead(int count) {
        return in.get(Math.min(at + count, in.size() - 1));
    }

    private @Nullable Lexeme before() {
        return at == 0 ? null : in.get(at - 1);
    }

    private boolean isBefore(String word) {
        return at > 0
                && in.get(at - 1).isWord(word)
                && !out.isEmpty()
                && out.getLast().kind != BACK_QUOTED_IDENTIFIER;
    }

    private void next() {
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

    private static boolean endsList(Lexeme lexeme) {
        return lexeme.isEnd()
                || lexeme.isSymbol(",")
                || lexeme.isSymbol(")")
                || lexeme.isSymbol("]")
                || lexeme.isSymbol(";");
    }

    /// Whether an expression is complete before this lexeme.
    private static boolean endsItem(Lexeme lexeme) {
        return endsList(lexeme)
                || (lexeme.kind() == Kind.WORD
                        && Keywords.STARTS_CLAUSE.contains(lexeme.text().toUpperCase(Locale.ROOT)));
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

    /// Writes an operator between two operands that binds as Spark says.
    private void infix(String name) {
        meant(MeantToken.of(MEANT_INFIX, Infix.of(name)), 1);
        operand = false;
    }

    private void sign(String written, String image) {
        emit(Keywords.kind(image), written);
        at++;
        operand = false;
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

    private void open() {
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

    /// `EXTRACT(YEAR FROM x)` reads as `date_part('YEAR', x)`.
    private void extractUnit() {
        if (now().kind() == Kind.WORD && ahead(1).isWord("FROM")) {
            rename("date_part");
            var node = Literals.string(source, now().text(), now().start(), now().end());
            meant(MeantToken.of(MEANT_EXPRESSION, node), 1);
            operand = true;
        }
    }

    private void close() {
        if (frames.size() > 1) {
            var closed = frames.pop();
            if (closed.form == Form.TABLE_WITHOUT_PARENTHESES) {
                throw new IllegalStateException("an invented parenthesis was not closed");
            }
        }
        sign(")", ")");
        operand = true;
    }

    Frame frame() {
        return frames.getFirst();
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

    /// Names are all written as quoted ones: Calcite takes some unquoted ones, such as user, for
    /// calls.
    private void name() {
        name(now().text());
        at++;
    }

    private void name(String name) {
        emit(BACK_QUOTED_IDENTIFIER, "`" + name.replace("`", "``") + "`");
        operand = true;
    }

    /// Whether a NOT stands before, and an operand before that: `a NOT LIKE b`.
    private boolean isNegated() {
        return isBefore("NOT") && operandBeforeNot;
    }

    /// Writes a keyword.
    private void keyword(String word) {
        if (word.equals("NOT")) {
            operandBeforeNot = operand;
        }
        emit(Keywords.kind(word), now().text());
        at++;
        operand =
                switch (word) {
                    case "NULL", "TRUE", "FALSE", "UNKNOWN", "END", "ROW", "UNBOUNDED" -> true;
                    default -> false;
                };
    }

    /// Writes a comma, or another keyword, in place of the word that stands here.
    private boolean instead(String image) {
        emit(Keywords.kind(image), now().text());
        at++;
        operand = false;
        return true;
    }

    /// Words that mean something only inside the parentheses they stand in.
    private boolean formWord(String word) {
        return switch (frame().form) {
            case EXTRACT -> operand && word.equals("FROM") && instead(",");
            case TRIM -> trimWord(word);
            case SUBSTRING ->
                    operand && (word.equals("FROM") || word.equals("FOR")) && instead(",");
            case OVERLAY ->
                    operand
                            && (word.equals("PLACING") || word.equals("FROM") || word.equals("FOR"))
                            && instead(",");
            case POSITION -> operand && word.equals("IN") && instead(",");
            case WINDOW -> windowWord(word);
            case STRUCT -> {
                if (operand && word.equals("AS") && ahead(1).isName()) {
                    meant(MeantToken.of(MEANT_INFIX, Infix.of("as")), 1);
                    name();
                    yield true;
                }
                yield false;
            }
            case PIVOT -> {
                if (operand && word.equals("FOR")) {
                    keyword(word);
                    yield true;
                }
                yield false;
            }
            case QUERY, PLAIN, CAST, SAMPLE, TABLE_WITHOUT_PARENTHESES -> false;
        };
    }

    /// `TRIM(LEADING a FROM b)` reads as `ltrim(a, b)`.
    private boolean trimWord(String word) {
        boolean side = word.equals("BOTH") || word.equals("LEADING") || word.equals("TRAILING");
        if (!operand && side && !endsList(ahead(1)) && out.getLast().image.equals("(")) {
            rename(word.equals("LEADING") ? "ltrim" : word.equals("BOTH") ? "trim" : "rtrim");
            at += ahead(1).isWord("FROM") ? 2 : 1;
            return true;
        }
        return operand && word.equals("FROM") && instead(",");
    }

    /// Gives the function another name whose parenthesis has just been written.
    private void rename(String function) {
        out.get(out.size() - 2).image = "`" + function + "`";
    }

    /// `DATEADD(DAY, 1, x)` and its kin read as `timestampadd('DAY', 1, x)`.
    private boolean unitCall(String word) {
        boolean unit =
                ahead(1).isSymbol("(") && ahead(2).kind() == Kind.WORD && ahead(3).isSymbol(",");
        if (!UNIT_FUNCTIONS.contains(word) || !unit || arguments(at + 1) != 3) {
            return false;
        }
        name(word.contains("DIFF") ? "timestampdiff" : "timestampadd");
        at++;
        open();
        var node = Literals.string(source, now().text(), now().start(), now().end());
        meant(MeantToken.of(MEANT_EXPRESSION, node), 1);
        operand = true;
        return true;
    }

    /// How many arguments stand in the parenthesis at `open`.
    private int arguments(int open) {
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

    private boolean windowWord(String word) {
        boolean keyword =
                switch (word) {
                    case "PARTITION", "ORDER" -> ahead(1).isWord("BY");
                    case "BY" -> isBefore("PARTITION") || isBefore("ORDER");
                    case "ROWS", "RANGE" ->
                            ahead(1).isWord("BETWEEN")
                                    || ahead(1).isWord("UNBOUNDED")
                                    || ahead(1).isWord("CURRENT")
                                    || ahead(2).isWord("PRECEDING")
                                    || ahead(2).isWord("FOLLOWING");
                    case "BETWEEN" -> isBefore("ROWS") || isBefore("RANGE");
                    case "UNBOUNDED" ->
                            ahead(1).isWord("PRECEDING") || ahead(1).isWord("FOLLOWING");
                    case "PRECEDING", "FOLLOWING" -> operand;
                    case "CURRENT" -> ahead(1).isWord("ROW");
                    case "ROW" -> isBefore("CURRENT");
                    case "ASC", "DESC" -> operand;
                    default -> false;
                };
        if (!keyword) {
            return false;
        }
        keyword(word);
        operand |= word.equals("PRECEDING") || word.equals("FOLLOWING");
        operand |= word.equals("ASC") || word.equals("DESC");
        return true;
    }

    /// A word where an operand, a table or a query must begin.
    private boolean beginningWord(String word) {
        boolean called = ahead(1).isSymbol("(");
        return switch (word) {
            case "DATE", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ" -> {
                if (ahead(1).kind() == Kind.STRING) {
                    meant(
                            MeantToken.of(
                                    MEANT_EXPRESSION, Times.literal(source, now(), ahead(1), zone)),
                            2);
                    operand = true;
                    yield true;
                }
                yield false;
            }
            case "INTERVAL" -> {
                var found = Intervals.read(source, in, at);
                found.ifPresent(f -> {
                    meant(MeantToken.of(MEANT_EXPRESSION, f.node()), f.lexemes());
                    operand = true;
                });
                yield found.isPresent();
            }
            case "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_USER", "CURRENT_TIME" -> {
                if (called) {
                    yield false;
                }
                var here = now();
                name(here.text());
                emit(Keywords.kind("("), "");
                emit(Keywords.kind(")"), "");
                at++;
                operand = true;
                yield true;
            }
            case "STREAM" -> atTable() && stream();
            case "TRY_CAST", "CAST", "UNNEST" -> called && keep(word);
            case "EXISTS" -> {
                boolean query =
                        ahead(2).isWord("SELECT")
                                || ahead(2).isWord("WITH")
                                || ahead(2).isWord("VALUES")
                                || ahead(2).isSymbol("(");
                yield called && query && keep(word);
            }
            case "ALL" -> {
                if (isBefore("BY") && frame().clause == Clause.GROUP && endsItem(ahead(1))) {
                    var node =
                            new SqlIdentifier(
                                    GROUP_BY_ALL, source.position(now().start(), now().end()));
                    meant(MeantToken.of(MEANT_EXPRESSION, node), 1);
                    operand = true;
                    yield true;
                }
                yield quantifier() && keep(word);
            }
            case "ANY", "SOME" ->
                    called && (ahead(2).isWord("SELECT") || ahead(2).isWord("WITH")) && keep(word);
            case "DISTINCT" -> quantifier() && keep(word);
            case "WITH" -> ahead(1).isName() && atQuery() && keep(word);
            case "VALUES" -> values();
            case "TABLE" -> {
                boolean named =
                        ahead(1).isName()
                                && !endsItem(ahead(1))
                                && (atQuery() || out.getLast().image.equals("=>"));
                yield (named || (called && atTable())) && keep(word);
            }
            case "LATERAL" ->
                    atTable()
                            && (called || (ahead(1).isName() && !endsItem(ahead(1))))
                            && keep(word);
            case "GROUPING" ->
                    ahead(1).isWord("SETS") && frame().clause == Clause.GROUP && keep(word);
            case "SETS" -> isBefore("GROUPING") && keep(word);
            case "ROLLUP", "CUBE" -> called && frame().clause == Clause.GROUP && keep(word);
            case "UNKNOWN" ->
                    (isBefore("IS") || (isBefore("NOT") && at > 1 && in.get(at - 2).isWord("IS")))
                            && keep(word);
            case "FIRST", "NEXT" -> isBefore("FETCH") && keep(word);
            case "BY" -> {
                boolean by = isBefore("GROUP") || isBefore("ORDER") || isBefore("PARTITION");
                yield by && keep(word);
            }
            case "LIKE", "ILIKE", "RLIKE", "REGEXP" -> isNegated() && like(word);
            case "BETWEEN" -> isNegated() && keep(word);
            case "OUTER", "SEMI", "ANTI", "INNER", "LEFT", "RIGHT", "FULL", "CROSS" ->
                    joinWord(word);
            default -> {
                if (!Keywords.ALWAYS.contains(word)) {
                    yield false;
                }
                clause(word);
                keyword(word);
                yield true;
            }
        };
    }

    private boolean keep(String word) {
        keyword(word);
        return true;
    }

    private boolean quantifier() {
        var last = out.isEmpty() ? "" : out.getLast().image.toUpperCase(Locale.ROOT);
        return switch (last) {
            case "SELECT", "(", "IS", "NOT", "UNION", "INTERSECT", "EXCEPT", "MINUS", "LIMIT" ->
                    !ahead(1).isSymbol(".") && !(last.equals("(") && endsList(ahead(1)));
            case "=", "<>", "!=", "==", "<", ">", "<=", ">=" ->
                    ahead(1).isSymbol("(") && ahead(2).isWord("SELECT");
            default -> false;
        };
    }

    /// Whether a query may begin here.
    private boolean atQuery() {
        if (out.isEmpty()) {
            return true;
        }
        return switch (out.getLast().image.toUpperCase(Locale.ROOT)) {
            case "(", "UNION", "INTERSECT", "EXCEPT", "MINUS", "ALL", "DISTINCT" -> true;
            default -> false;
        };
    }

    /// Whether a table must come here.
    private boolean atTable() {
        if (isBefore("FROM") || isBefore("JOIN") || isBefore("LATERAL")) {
            return frame().clause == Clause.FROM;
        }
        return frame().clause == Clause.FROM && before() != null && before().isSymbol(",");
    }

    /// `STREAM t` and `STREAM(t)` read as a table in a schema of that name.
    private boolean stream() {
        boolean parenthesis = ahead(1).isSymbol("(") && ahead(2).isName();
        if (!parenthesis && !ahead(1).isName()) {
            return false;
        }
        boolean clause =
                ahead(1).isWord("AS")
                        || endsList(ahead(1))
                        || (endsItem(ahead(1)) && !endsList(ahead(2)));
        if (!parenthesis && clause) {
            return false; // a table that is called stream
        }
        name(STREAM);
        emit(Keywords.kind("."), ".");
        at += parenthesis ? 2 : 1;
        while (now().isName()) {
            name();
            if (!now().isSymbol(".")) {
                break;
            }
            emit(Keywords.kind("."), ".");
            at++;
        }
        if (parenthesis) {
            if (!now().isSymbol(")")) {
                throw unexpected(now(), "close STREAM( with )");
            }
            at++;
        }
        operand = true;
        return true;
    }

    /// VALUES begins a query; behind FROM it gets the parentheses that the grammar wants.
    private boolean values() {
        boolean rows =
                ahead(1).isSymbol("(")
                        || ahead(1).kind() == Kind.STRING
                        || ahead(1).kind() == Kind.NUMBER
                        || (ahead(1).isName() && !ahead(1).isWord("AS") && !endsItem(ahead(1)));
        if (!rows) {
            return false;
        }
        if (atQuery()) {
            keyword("VALUES");
            return true;
        }
        if (!atTable()) {
            return false;
        }
        emit(Keywords.kind("("), "");
        keyword("VALUES");
        frames.push(new Frame(Form.TABLE_WITHOUT_PARENTHESES));
        int outer = frames.size();
        while (!now().isEnd() && !(frames.size() == outer && operand && !now().isSymbol(","))) {
            next();
        }
        frames.pop();
        emit(Keywords.kind(")"), "");
        operand = true;
        return true;
    }

    /// A word behind an operand.
    private boolean followingWord(String word) {
        boolean alone = endsItem(ahead(1));
        boolean called = ahead(1).isSymbol("(");
        return switch (word) {
            case "GROUP", "ORDER" -> {
                if (!ahead(1).isWord("BY") && !isBefore("WITHIN")) {
                    yield false;
                }
                clause(word);
                yield keep(word);
            }
            case "END" -> {
                if (frame().cases == 0) {
                    yield false;
                }
                frame().cases--;
                yield keep(word);
            }
            case "LIKE", "ILIKE", "RLIKE", "REGEXP" -> !alone && like(word);
            case "BETWEEN" -> !alone && keep(word);
            case "DIV" -> {
                if (alone) {
                    yield false;
                }
                infix("div");
                yield true;
            }
            case "LIMIT" -> {
                boolean count =
                        ahead(1).kind() == Kind.NUMBER
                                || ahead(1).isWord("ALL")
                                || ahead(1).isSymbol("?");
                yield count && clauseWord(word);
            }
            case "OFFSET" -> {
                boolean count = ahead(1).kind() == Kind.NUMBER || ahead(1).isSymbol("?");
                yield count && clauseWord(word);
            }
            case "ROW", "ROWS" ->
                    at > 1
                            && in.get(at - 1).kind() == Kind.NUMBER
                            && (in.get(at - 2).isWord("OFFSET")
                                    || in.get(at - 2).isWord("FIRST")
                                    || in.get(at - 2).isWord("NEXT"))
                            && keepOperand(word);
            case "FETCH" ->
                    (ahead(1).isWord("FIRST") || ahead(1).isWord("NEXT")) && clauseWord(word);
            case "ONLY" -> (isBefore("ROW") || isBefore("ROWS")) && keepOperand(word);
            case "ASC", "DESC" -> {
                boolean ordered = frame().clause == Clause.ORDER;
                yield ordered && keepOperand(word);
            }
            case "NULLS" -> {
                boolean known = ahead(1).isWord("FIRST") || ahead(1).isWord("LAST");
                yield (known || isBefore("IGNORE") || isBefore("RESPECT")) && keepOperand(word);
            }
            case "FIRST", "LAST" -> isBefore("NULLS") && keepOperand(word);
            case "IGNORE", "RESPECT" -> ahead(1).isWord("NULLS") && keepOperand(word);
            case "OVER" -> behindCall() && (called || (ahead(1).isName() && !alone)) && keep(word);
            case "FILTER" -> behindCall() && called && ahead(2).isWord("WHERE") && keep(word);
            case "WITHIN" -> behindCall() && ahead(1).isWord("GROUP") && keepOperand(word);
            case "MINUS" -> {
                boolean setOperator =
                        ahead(1).isWord("SELECT")
                                || ahead(1).isWord("ALL")
                                || ahead(1).isWord("DISTINCT")
                                || ahead(1).isWord("VALUES")
                                || called;
                yield setOperator && clauseWord(word);
            }
            case "WINDOW" ->
                    ahead(1).isName()
                            && ahead(2).isWord("AS")
                            && ahead(3).isSymbol("(")
                            && clauseWord(word);
            case "QUALIFY" -> !alone && clauseWord(word);
            case "ESCAPE" -> ahead(1).kind() == Kind.STRING && keep(word);
            case "PIVOT", "UNPIVOT" -> called && frame().clause == Clause.FROM && keep(word);
            case "TABLESAMPLE" -> called && sample();
            case "LATERAL" -> ahead(1).isWord("VIEW") && lateralView();
            case "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "SEMI", "ANTI", "OUTER" ->
                    joinWord(word);
            case "PARTITION" -> ahead(1).isWord("BY") && keep(word);
            case "USING" -> frame().clause == Clause.FROM && keep(word);
            case "SORT", "CLUSTER", "DISTRIBUTE" -> {
                if (ahead(1).isWord("BY")) {
                    throw unexpected(
                            now(),
                            "remove it: rows of one machine need no "
                                    + word.toLowerCase(Locale.ROOT)
                                    + " by; ORDER BY sorts the result");
                }
                yield false;
            }
            default -> {
                if (!Keywords.ALWAYS.contains(word)) {
                    yield false;
                }
                if (word.equals("WHERE") && frame().clause == Clause.SELECT) {
                    fromOneRow();
                }
                clause(word);
                keyword(word);
                yield true;
            }
        };
    }

    /// `SELECT 1 WHERE a` reads as `SELECT 1 FROM (VALUES (0)) AS one_row WHERE a`.
    private void fromOneRow() {
        for (var image : List.of("FROM", "(", "VALUES", "(")) {
            emit(Keywords.kind(image), "");
        }
        emit(UNSIGNED_INTEGER_LITERAL, "0");
        for (var image : List.of(")", ")", "AS")) {
            emit(Keywords.kind(image), "");
        }
        name("one_row");
    }

    private boolean clauseWord(String word) {
        clause(word);
        return keep(word);
    }

    private boolean keepOperand(String word) {
        keyword(word);
        operand = true;
        return true;
    }

    private boolean behindCall() {
        var last = out.getLast().image;
        return last.equals(")") || last.equalsIgnoreCase("NULLS");
    }

    private boolean joinWord(String word) {
        if (word.equals("OUTER")) {
            return (isBefore("LEFT") || isBefore("RIGHT") || isBefore("FULL")) && keep(word);
        }
        int next = word.equals("NATURAL") ? 1 : 0;
        boolean joins = false;
        for (int i = next; i < 4 && !joins; i++) {
            var lexeme = ahead(i + 1);
            joins = lexeme.isWord("JOIN");
            boolean between =
                    lexeme.isWord("OUTER")
                            || Keywords.JOINS.contains(lexeme.text().toUpperCase(Locale.ROOT));
            if (!joins && !between) {
                break;
            }
        }
        if (word.equals("NATURAL") && ahead(1).isWord("JOIN")) {
            joins = true;
        }
        if (!joins || frame().clause != Clause.FROM) {
            return false;
        }
        if ((word.equals("SEMI") || word.equals("ANTI")) && !isBefore("LEFT")) {
            emit(Keywords.kind("LEFT"), "");
        }
        return keep(word);
    }

    /// LIKE and its kin; `LIKE ANY (..)` and `LIKE ALL (..)` take a list.
    private boolean like(String word) {
        boolean list =
                (word.equals("LIKE") || word.equals("ILIKE"))
                        && (ahead(1).isWord("ANY")
                                || ahead(1).isWord("SOME")
                                || ahead(1).isWord("ALL"))
                        && ahead(2).isSymbol("(");
        if (!list) {
            emit(Keywords.kind(word.equals("REGEXP") ? "RLIKE" : word), now().text());
            at++;
            operand = false;
            return true;
        }
        boolean negated = isBefore("NOT");
        if (negated) {
            out.removeLast();
        }
        var name =
                (negated ? "not " : "")
                        + word.toLowerCase(Locale.ROOT)
                        + (ahead(1).isWord("ALL") ? " all" : " any");
        meant(MeantToken.of(MEANT_LIST_INFIX, Infix.of(name)), 2);
        operand = false;
        return true;
    }

    /// `TABLESAMPLE (10 PERCENT)` reads as `TABLESAMPLE BERNOULLI (10)`.
    private boolean sample() {
        keyword("TABLESAMPLE");
        emit(Keywords.kind("BERNOULLI"), "");
        sign("(", "(");
        frames.push(new Frame(Form.SAMPLE));
        if (now().kind() == Kind.NUMBER && ahead(1).isWord("PERCENT")) {
            next();
            at++;
            return true;
        }
        throw unexpected(now(), "write TABLESAMPLE (10 PERCENT)");
    }

    /// `LATERAL VIEW f(x) t AS a, b` reads as `CROSS JOIN LATERAL TABLE(f(x)) AS t (a, b)`.
    private boolean lateralView() {
        int start = at;
        at += 2;
        boolean outer = now().isWord("OUTER");
        if (outer) {
            at++;
        }
        if (outer) {
            emit(Keywords.kind("LEFT"), "");
        } else {
            emit(Keywords.kind("CROSS"), "");
        }
        emit(Keywords.kind("JOIN"), "");
        emit(Keywords.kind("LATERAL"), "");
        emit(Keywords.kind("TABLE"), "");
        emit(Keywords.kind("("), "");
        if (!now().isName() || !ahead(1).isSymbol("(")) {
            throw unexpected(in.get(start), "write LATERAL VIEW explode(x) t AS y");
        }
        name();
        int depth = frames.size();
        do {
            next();
        } while (!now().isEnd() && frames.size() > depth);
        emit(Keywords.kind(")"), "");
        if (now().isName() && !now().isWord("AS") && !endsItem(now())) {
            emit(Keywords.kind("AS"), "");
            name();
        } else {
            emit(Keywords.kind("AS"), "");
            name("lateral_view");
        }
        if (now().isWord("AS")) {
            at++;
            emit(Keywords.kind("("), "");
            name();
            while (now().isSymbol(",") && ahead(1).isName()) {
                sign(",", ",");
                name();
            }
            emit(Keywords.kind(")"), "");
        }
        if (outer) {
            emit(Keywords.kind("ON"), "");
            emit(Keywords.kind("TRUE"), "");
        }
        operand = true;
        return true;
    }

    /// Remembers which clause of the query a keyword opens.
    private void clause(String word) {
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
    private boolean isDistinctFrom() {
        return at >= 2 && (in.get(at - 2).isWord("IS") || in.get(at - 2).isWord("NOT"));
    }

    private SqlException unexpected(Lexeme lexeme, String remedy) {
        var what = lexeme.isEnd() ? "the end of the text" : "'" + lexeme.text() + "'";
        return SqlException.syntax(
                source,
                lexeme.start(),
                Math.max(lexeme.end(), lexeme.start() + 1),
                "syntax error at or near " + what,
                remedy);
    }

    /// Adds a token that covers `count` lexemes from here.
    private void meant(MeantToken token, int count) {
        token.image = source.text().substring(now().start(), in.get(at + count - 1).end());
        place(token, now().start(), in.get(at + count - 1).end());
        out.add(token);
        at += count;
    }

    private void emit(int kind, String image) {
        var token = Token.newToken(kind);
        token.kind = kind;
        token.image = image;
        place(token, now().start(), now().end());
        out.add(token);
    }

    private void spanFrom(Lexeme first) {
        var token = out.getLast();
        token.beginLine = source.packedLine(first.start());
        token.beginColumn = source.packedColumn(first.start());
    }

    private void place(Token token, int start, int end) {
        int last = Math.max(start, end - 1);
        token.beginLine = source.packedLine(start);
        token.beginColumn = source.packedColumn(start);
        token.endLine = source.packedLine(last);
        token.endColumn = source.packedColumn(last);
    }
}
