package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.parse.Source.Place;
import io.tidemill.sql.types.DataType;
import java.util.List;

/// Finds where a type ends among lexemes, and reads it.
final class TypeSpans {
    private TypeSpans() {}

    /// The index behind the type that begins at `first`.
    static int end(Source source, List<Lexeme> lexemes, int first) {
        var name = lexemes.get(first);
        if (!name.isName()) {
            throw SqlException.syntax(
                    source,
                    name.start(),
                    Math.max(name.end(), name.start() + 1),
                    "a type should stand here",
                    "write one, such as STRING, BIGINT or DECIMAL(10, 2)");
        }
        int at = first + 1;
        if (name.isWord("INTERVAL")) {
            if (isUnit(lexemes.get(at))) {
                at++;
                if (lexemes.get(at).isWord("TO") && isUnit(lexemes.get(at + 1))) {
                    at += 2;
                }
            }
            return at;
        }
        if (lexemes.get(at).isSymbol("(")) {
            while (!lexemes.get(at).isEnd() && !lexemes.get(at).isSymbol(")")) {
                at++;
            }
            return closed(source, lexemes, first, at) + 1;
        }
        if (lexemes.get(at).isSymbol("<>")) {
            return at + 1;
        }
        if (lexemes.get(at).isSymbol("<")) {
            int depth = 0;
            while (!lexemes.get(at).isEnd()) {
                depth += depthOf(lexemes.get(at));
                at++;
                if (depth <= 0) {
                    return at;
                }
            }
            closed(source, lexemes, first, at);
        }
        return at;
    }

    private static int depthOf(Lexeme lexeme) {
        if (lexeme.kind() != Lexeme.Kind.SYMBOL) {
            return 0;
        }
        return switch (lexeme.text()) {
            case "<" -> 1;
            case ">" -> -1;
            case ">>" -> -2;
            case ">>>" -> -3;
            default -> 0;
        };
    }

    private static int closed(Source source, List<Lexeme> lexemes, int first, int at) {
        if (lexemes.get(at).isEnd()) {
            throw SqlException.syntax(
                    source,
                    lexemes.get(first).start(),
                    lexemes.get(first).end(),
                    "this type has no end",
                    "close its parameters");
        }
        return at;
    }

    private static boolean isUnit(Lexeme lexeme) {
        return lexeme.kind() == Lexeme.Kind.WORD && Intervals.unitField(lexeme.text()) >= 0;
    }

    /// The type that stands from `first` to `end`, exclusive.
    static DataType read(Source source, List<Lexeme> lexemes, int first, int end) {
        int from = lexemes.get(first).start();
        int to = lexemes.get(end - 1).end();
        try {
            return DataType.fromDDL(source.text().substring(from, to));
        } catch (IllegalArgumentException unknown) {
            if (lexemes.get(first).text().matches("(?i)dec|decimal|numeric")) {
                throw SqlException.at(
                        Condition.DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION,
                        new Place(source, from, to),
                        String.valueOf(unknown.getMessage()),
                        "write at most 38 digits, no more of them behind the point");
            }
            throw SqlException.at(
                    Condition.UNSUPPORTED_DATATYPE,
                    new Place(source, from, to),
                    "there is no type '%s'".formatted(source.text().substring(from, to)),
                    "use one of Spark's types, such as STRING, BIGINT, DECIMAL(10, 2) or"
                            + " ARRAY<STRING>");
        }
    }
}
