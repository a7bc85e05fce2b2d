package io.tidemill.parse;

import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_EXPRESSION;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_LIST_INFIX;

import io.tidemill.parse.Frame.Clause;
import io.tidemill.parse.Frame.Form;
import io.tidemill.parse.Lexeme.Kind;
import io.tidemill.parse.generated.MeantToken;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;

/// Words where an operand, a table or a query must begin.
abstract class BeginningWords extends FormWords {
    BeginningWords(Source source, List<Lexeme> in, ZoneId zone) {
        super(source, in, zone);
    }

    /// A word where an operand, a table or a query must begin.
    boolean beginningWord(String word) {
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
            case "STREAM" -> (atTable() || isBefore("TABLE")) && stream();
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
                boolean key =
                        frame().clause == Clause.GROUP
                                ? endsItem(ahead(1))
                                : frame().clause == Clause.ORDER && endsKey(ahead(1));
                if (isBefore("BY") && key) {
                    var node =
                            new SqlIdentifier(
                                    Words.ALL_COLUMNS, source.position(now().start(), now().end()));
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
            case "RECURSIVE" ->
                    isBefore("WITH") && ahead(1).isName() && !ahead(1).isWord("AS") && keep(word);
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

    /// Whether a key of ORDER BY is complete before this lexeme, but for its direction.
    private static boolean endsKey(Lexeme lexeme) {
        return endsItem(lexeme)
                || lexeme.isWord("ASC")
                || lexeme.isWord("DESC")
                || lexeme.isWord("NULLS");
    }

    boolean quantifier() {
        var last = out.isEmpty() ? "" : out.getLast().image.toUpperCase(Locale.ROOT);
        return switch (last) {
            case "SELECT", "(", "IS", "NOT", "UNION", "INTERSECT", "EXCEPT", "MINUS", "LIMIT" ->
                    !ahead(1).isSymbol(".") && !(last.equals("(") && endsList(ahead(1)));
            case "=", "<>", "!=", "==", "<", ">", "<=", ">=" ->
                    ahead(1).isSymbol("(") && ahead(2).isWord("SELECT");
            default -> false;
        };
    }

    /// `STREAM t` and `STREAM(t)` read as a table in a schema of that name.
    boolean stream() {
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
        name(Words.STREAM);
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
    boolean values() {
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

    boolean joinWord(String word) {
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
    boolean like(String word) {
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
}
