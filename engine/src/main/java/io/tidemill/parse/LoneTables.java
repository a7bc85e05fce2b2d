package io.tidemill.parse;

import io.tidemill.parse.Lexeme.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Takes the parentheses off a single table in FROM, which the grammar has only for queries and
/// joins: `FROM (t)`, `JOIN (t AS x)`, `FROM (VALUES (1) AS t(a))`, `FROM (range(3))`. Pure.
final class LoneTables {
    private final List<Lexeme> in;

    private LoneTables(List<Lexeme> in) {
        this.in = in;
    }

    static List<Lexeme> bare(List<Lexeme> lexemes) {
        var tables = new LoneTables(lexemes);
        var out = new ArrayList<Lexeme>(lexemes.size());
        var closers = new HashSet<Integer>();
        for (int at = 0; at < lexemes.size(); at++) {
            if (closers.remove(at)) {
                continue;
            }
            int closer = tables.isBehindFrom(at) ? tables.closer(at) : -1;
            if (closer < 0) {
                out.add(lexemes.get(at));
            } else {
                closers.add(closer);
            }
        }
        return out;
    }

    private boolean isBehindFrom(int at) {
        if (!in.get(at).isSymbol("(")) {
            return false;
        }
        int before = at - 1;
        while (before >= 0 && in.get(before).isSymbol("(")) {
            before--;
        }
        return before >= 0 && (in.get(before).isWord("FROM") || in.get(before).isWord("JOIN"));
    }

    /// Where the parenthesis that opens at `open` around one table closes; -1 if there is something
    /// else in it.
    private int closer(int open) {
        int at = open + 1;
        if (in.get(at).isWord("VALUES")) {
            at = end(at);
            return in.get(at).isWord("AS") ? closed(at) : -1;
        }
        if (isQuery(in.get(at))) {
            return -1;
        }
        if (in.get(at).isSymbol("(") && isBehindFrom(at)) {
            int inner = closer(at);
            return inner < 0 ? -1 : closed(inner + 1);
        }
        while (in.get(at).isName() && in.get(at + 1).isSymbol(".")) {
            at += 2;
        }
        if (!in.get(at).isName()) {
            return -1;
        }
        at++;
        return closed(in.get(at).isSymbol("(") ? past(at) : at);
    }

    private static boolean isQuery(Lexeme lexeme) {
        return lexeme.isWord("SELECT")
                || lexeme.isWord("WITH")
                || lexeme.isWord("FROM")
                || lexeme.isWord("TABLE");
    }

    /// Where the parenthesis closes behind an alias with columns, if there is one; else -1.
    private int closed(int from) {
        int at = in.get(from).isWord("AS") ? from + 1 : from;
        if (in.get(at).isName()) {
            at++;
            if (in.get(at).isSymbol("(")) {
                at = past(at);
            }
        }
        return in.get(at).isSymbol(")") ? at : -1;
    }

    /// Behind the rows of VALUES: at AS, or at what closes the parenthesis around.
    private int end(int from) {
        int at = from;
        while (in.get(at).kind() != Kind.END
                && !in.get(at).isWord("AS")
                && !in.get(at).isSymbol(")")) {
            at = in.get(at).isSymbol("(") ? past(at) : at + 1;
        }
        return at;
    }

    /// Behind what closes the parenthesis at `open`.
    private int past(int open) {
        int depth = 0;
        int at = open;
        while (in.get(at).kind() != Kind.END) {
            if (in.get(at).isSymbol("(")) {
                depth++;
            } else if (in.get(at).isSymbol(")")) {
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
            }
            at++;
        }
        return at;
    }
}
