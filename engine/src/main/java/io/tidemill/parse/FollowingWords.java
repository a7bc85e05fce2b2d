package io.tidemill.parse;

import static io.tidemill.parse.generated.TidemillParserConstants.UNSIGNED_INTEGER_LITERAL;

import io.tidemill.parse.Frame.Clause;
import io.tidemill.parse.Frame.Form;
import io.tidemill.parse.Lexeme.Kind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// Words behind an operand: what joins it to the next one, or begins another part of the query.
abstract class FollowingWords extends BeginningWords {
    FollowingWords(Source source, List<Lexeme> in, ZoneId zone) {
        super(source, in, zone);
    }

    /// A word behind an operand.
    boolean followingWord(String word) {
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
            case "WITH" ->
                    (frame().clause == Clause.GROUP
                                    && (ahead(1).isWord("ROLLUP") || ahead(1).isWord("CUBE"))
                                    && withRollup())
                            || (frame().clause == Clause.FROM
                                    && ahead(1).isWord("ORDINALITY")
                                    && keep(word)
                                    && keepOperand("ORDINALITY"));
            case "AS" -> severalNames() || (clauseOfAs(word) && keep(word));
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
            case "PIVOT", "UNPIVOT" -> {
                boolean nulls =
                        (ahead(1).isWord("INCLUDE") || ahead(1).isWord("EXCLUDE"))
                                && ahead(2).isWord("NULLS");
                if (frame().clause != Clause.FROM || !(called || nulls)) {
                    yield false;
                }
                enclose();
                keyword(word);
                if (nulls) {
                    keyword(now().text().toUpperCase(Locale.ROOT));
                    keyword("NULLS");
                }
                yield true;
            }
            case "TABLESAMPLE" -> called && sample();
            case "REPEATABLE" -> called && frame().clause == Clause.FROM && seed();
            case "LATERAL" -> ahead(1).isWord("VIEW") && lateralView();
            case "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "SEMI", "ANTI", "OUTER" ->
                    asOfBehind(word) || joinWord(word);
            case "ASOF" -> asOf();
            case "MATCH_CONDITION" -> called && frame().clause == Clause.FROM && match();
            case "ON" -> {
                if (frame().matched) {
                    frame().matched = false; // ON (match) AND ..
                    yield instead("AND");
                }
                yield keep(word);
            }
            case "FOR" -> systemTime();
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

    private boolean clauseOfAs(String word) {
        clause(word);
        return true;
    }

    /// `posexplode(x) AS (i, e)` reads as one name that holds both.
    private boolean severalNames() {
        boolean list =
                frame().clause == Clause.SELECT
                        && ahead(1).isSymbol("(")
                        && ahead(2).isName()
                        && (ahead(3).isSymbol(",") || ahead(3).isSymbol(")"));
        if (!list) {
            return false;
        }
        keyword("AS");
        var names = new StringJoiner(Generators.NAMES);
        do {
            at++;
            names.add(now().text());
            at++;
        } while (now().isSymbol(",") && ahead(1).isName());
        if (!now().isSymbol(")")) {
            throw unexpected(now(), "write the names as AS (a, b)");
        }
        name(names.toString());
        at++;
        return true;
    }

    /// `GROUP BY a, b WITH ROLLUP` reads as `GROUP BY ROLLUP (a, b)`.
    boolean withRollup() {
        int first = out.size();
        int depth = 0;
        while (depth > 0
                || !(out.get(first - 1).image.equalsIgnoreCase("BY")
                        && out.get(first - 2).image.equalsIgnoreCase("GROUP"))) {
            first--;
            depth +=
                    out.get(first).image.equals(")")
                            ? 1
                            : out.get(first).image.equals("(") ? -1 : 0;
        }
        at++;
        emit(Keywords.kind(now().text()), now().text());
        emit(Keywords.kind("("), "(");
        out.add(first, out.removeLast());
        out.add(first, out.removeLast());
        emit(Keywords.kind(")"), ")");
        at++;
        operand = true;
        return true;
    }

    /// `SELECT 1 WHERE a` reads as `SELECT 1 FROM (VALUES (0)) AS one_row WHERE a`.
    void fromOneRow() {
        for (var image : List.of("FROM", "(", "VALUES", "(")) {
            emit(Keywords.kind(image), "");
        }
        emit(UNSIGNED_INTEGER_LITERAL, "0");
        for (var image : List.of(")", ")", "AS")) {
            emit(Keywords.kind(image), "");
        }
        name("one_row");
    }

    /// `ASOF [LEFT] JOIN` reads as `NATURAL [LEFT] JOIN`, which never has a condition otherwise.
    private boolean asOf() {
        boolean joins =
                ahead(1).isWord("JOIN")
                        || ((ahead(1).isWord("LEFT") || ahead(1).isWord("INNER"))
                                && (ahead(2).isWord("JOIN") || ahead(2).isWord("OUTER")));
        return joins && frame().clause == Clause.FROM && instead("NATURAL");
    }

    /// `LEFT ASOF JOIN` reads as `ASOF LEFT JOIN`.
    private boolean asOfBehind(String word) {
        boolean asOf =
                (word.equals("LEFT") || word.equals("INNER"))
                        && ahead(1).isWord("ASOF")
                        && ahead(2).isWord("JOIN")
                        && frame().clause == Clause.FROM;
        if (asOf) {
            emit(Keywords.kind("NATURAL"), "");
            keyword(word);
            at++;
        }
        return asOf;
    }

    /// `MATCH_CONDITION (a) ON b` reads as `ON (a) AND b`.
    private boolean match() {
        frame().matched = true;
        return instead("ON");
    }

    /// `FOR SYSTEM_TIME AS OF` behind a table.
    private boolean systemTime() {
        boolean written =
                ahead(1).isWord("SYSTEM_TIME")
                        && ahead(2).isWord("AS")
                        && ahead(3).isWord("OF")
                        && frame().clause == Clause.FROM;
        if (written) {
            for (var word : List.of("FOR", "SYSTEM_TIME", "AS", "OF")) {
                keyword(word);
            }
            operand = false;
        }
        return written;
    }

    /// Writes `(SELECT * FROM t AS x)` for a table with a name of its own, behind which PIVOT and
    /// UNPIVOT stand in Spark's grammar but not in ours.
    private void enclose() {
        int first = out.size();
        int depth = 0;
        while (depth > 0 || !beginsTable(out.get(first - 1).kind)) {
            first--;
            int kind = out.get(first).kind;
            depth += kind == Keywords.kind(")") ? 1 : kind == Keywords.kind("(") ? -1 : 0;
        }
        boolean bare =
                out.size() == first + 1
                        || (out.get(first).kind == Keywords.kind("(") && closes(first));
        if (bare) {
            return;
        }
        int end = out.size();
        for (var image : List.of("(", "SELECT", "*", "FROM")) {
            emit(Keywords.kind(image), image);
        }
        var added = new ArrayList<>(out.subList(end, out.size()));
        out.subList(end, out.size()).clear();
        out.addAll(first, added);
        emit(Keywords.kind(")"), ")");
    }

    private static boolean beginsTable(int kind) {
        return kind == Keywords.kind("FROM")
                || kind == Keywords.kind("JOIN")
                || kind == Keywords.kind(",");
    }

    /// Whether the parenthesis at a token is closed by the last one.
    private boolean closes(int first) {
        int depth = 0;
        for (int i = first; i < out.size(); i++) {
            int kind = out.get(i).kind;
            depth += kind == Keywords.kind("(") ? 1 : kind == Keywords.kind(")") ? -1 : 0;
            if (depth == 0) {
                return i == out.size() - 1;
            }
        }
        return false;
    }

    boolean behindCall() {
        var last = out.getLast().image;
        return last.equals(")") || last.equalsIgnoreCase("NULLS");
    }

    /// `TABLESAMPLE (10 PERCENT)` reads as `TABLESAMPLE BERNOULLI (10)`.
    boolean sample() {
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

    private boolean seed() {
        keyword("REPEATABLE");
        sign("(", "(");
        frames.push(new Frame(Form.SAMPLE));
        return true;
    }

    /// `LATERAL VIEW f(x) t AS a, b` reads as `CROSS JOIN LATERAL TABLE(f(x)) AS t (a, b)`.
    boolean lateralView() {
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
            name("\u0001view" + in.get(start).start()); // a name nobody writes, each another one
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
}
