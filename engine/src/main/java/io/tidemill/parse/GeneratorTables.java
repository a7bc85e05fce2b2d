package io.tidemill.parse;

import io.tidemill.parse.Lexeme.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Writes functions that make rows and stand as tables, which the grammar does not have there, as
/// queries: `FROM explode(x)`, `JOIN explode(x)` and `LATERAL explode(x)` as `(SELECT explode(x))`
/// in the same place. Pure.
final class GeneratorTables {
    private GeneratorTables() {}

    static List<Lexeme> queries(List<Lexeme> in) {
        var out = new ArrayList<Lexeme>(in.size());
        var closers = new HashSet<Integer>();
        for (int at = 0; at < in.size(); at++) {
            var lexeme = in.get(at);
            if (isTable(in, at)) {
                out.add(new Lexeme(Kind.SYMBOL, "(", lexeme.start(), lexeme.start()));
                out.add(new Lexeme(Kind.WORD, "SELECT", lexeme.start(), lexeme.start()));
                closers.add(closer(in, at + 1));
            }
            out.add(lexeme);
            if (closers.remove(at)) {
                out.add(new Lexeme(Kind.SYMBOL, ")", lexeme.end(), lexeme.end()));
            }
        }
        return out;
    }

    private static boolean isTable(List<Lexeme> in, int at) {
        if (at == 0
                || in.get(at).kind() != Kind.WORD
                || !in.get(at + 1 < in.size() ? at + 1 : at).isSymbol("(")
                || !GeneratorOperator.isOne(in.get(at).text())) {
            return false;
        }
        var before = in.get(at - 1);
        boolean compares = at > 1 && in.get(at - 2).isWord("DISTINCT"); // IS DISTINCT FROM
        return before.isWord("JOIN")
                || before.isWord("LATERAL")
                || (before.isWord("FROM") && !compares);
    }

    /// Where the parenthesis at `open` closes; the end if it does not.
    private static int closer(List<Lexeme> in, int open) {
        int depth = 0;
        for (int at = open; at < in.size(); at++) {
            if (in.get(at).isSymbol("(")) {
                depth++;
            } else if (in.get(at).isSymbol(")") && --depth == 0) {
                return at;
            }
        }
        return in.size();
    }
}
