package io.tidemill.parse;

import static io.tidemill.parse.generated.TidemillParserConstants.BACK_QUOTED_IDENTIFIER;
import static io.tidemill.parse.generated.TidemillParserConstants.COMMA;
import static io.tidemill.parse.generated.TidemillParserConstants.COMMENT_END;
import static io.tidemill.parse.generated.TidemillParserConstants.HINT_BEG;
import static io.tidemill.parse.generated.TidemillParserConstants.LPAREN;
import static io.tidemill.parse.generated.TidemillParserConstants.RPAREN;

import io.tidemill.connect.option.Durations;
import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.expression.Expression;
import io.tidemill.parse.Lexeme.Kind;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// `SELECT /*+ STATE_TTL('a' = '1d', 'b' = '12h') */ ..`: how long what is kept of the tables of
/// FROM is kept.
///
/// A table that is named reads as `(SELECT * FROM t WHERE [#operator])`, a condition that planning
/// makes a step of, so that joins and aggregates above find it. Other hints are comments.
///
/// Source: the hint `STATE_TTL` of Apache Flink.
public final class StateTtlHint {
    private static final String NAME = "STATE_TTL";

    private StateTtlHint() {}

    /// Whether a comment is this hint.
    static boolean isOne(String comment) {
        return comment.startsWith("/*+") && comment.toUpperCase(Locale.ROOT).contains(NAME);
    }

    /// Writes the hint in the grammar's terms: its name, and names and microseconds in turn.
    static void write(String comment, int start, TokenTape to) {
        var pairs = new Reader(to.source, comment, start).read();
        to.emit(HINT_BEG, "/*+");
        to.emit(BACK_QUOTED_IDENTIFIER, "`" + NAME + "`");
        to.emit(LPAREN, "(");
        boolean first = true;
        for (var pair : pairs.entrySet()) {
            for (var part : List.of(pair.getKey(), pair.getValue().toString())) {
                if (!first) {
                    to.emit(COMMA, ",");
                }
                first = false;
                to.emit(BACK_QUOTED_IDENTIFIER, "`" + part.replace("`", "``") + "`");
            }
        }
        to.emit(RPAREN, ")");
        to.emit(COMMENT_END, "*/");
    }

    /// Reads the names and times out of a comment.
    private static final class Reader {
        private final Source source;
        private final int start;
        private final int end;
        private final List<Lexeme> lexemes;
        private int at;

        Reader(Source source, String comment, int start) {
            this.source = source;
            this.start = start;
            this.end = start + comment.length();
            var inside = comment.substring(3, comment.length() - 2);
            lexemes = Lexer.read(Source.of(inside));
        }

        Map<String, Long> read() {
            var pairs = new LinkedHashMap<String, Long>();
            while (!lexemes.get(at).isEnd()) {
                boolean wanted = lexemes.get(at).isWord(NAME);
                at++;
                if (lexemes.get(at).isSymbol("(")) {
                    at++;
                    arguments(wanted, pairs);
                }
            }
            return pairs;
        }

        private void arguments(boolean wanted, Map<String, Long> pairs) {
            while (!lexemes.get(at).isSymbol(")")) {
                if (lexemes.get(at).isEnd()) {
                    throw wrong("a parenthesis is not closed");
                }
                if (wanted) {
                    pair(pairs);
                } else {
                    at++;
                }
            }
            at++;
        }

        private void pair(Map<String, Long> pairs) {
            var name = lexemes.get(at);
            var time = lexemes.get(Math.min(at + 2, lexemes.size() - 1));
            boolean pair =
                    (name.isName() || name.kind() == Kind.STRING)
                            && lexemes.get(at + 1).isSymbol("=")
                            && time.kind() == Kind.STRING;
            if (!pair) {
                throw wrong("'%s' stands where a table and its time must".formatted(name.text()));
            }
            try {
                var micros = TimeUnit.MICROSECONDS.convert(Durations.parse(time.text()));
                if (micros < 0) {
                    throw wrong("'%s' is below 0".formatted(time.text()));
                }
                if (pairs.putIfAbsent(name.text(), micros) != null) {
                    throw wrong("'%s' has two times".formatted(name.text()));
                }
            } catch (IllegalArgumentException e) {
                throw wrong("'%s' is not %s".formatted(time.text(), e.getMessage()));
            }
            at += 3;
            if (lexemes.get(at).isSymbol(",")) {
                at++;
            }
        }

        private SqlException wrong(String problem) {
            return SqlException.syntax(
                    source,
                    start,
                    end,
                    "the hint %s: %s".formatted(NAME, problem),
                    "write STATE_TTL('table' = '1d', 'other' = '12h')");
        }
    }

    /// FROM, with the times that the query's hint gives.
    ///
    /// @throws SqlException TABLE_OR_VIEW_NOT_FOUND when it names what is not in FROM
    static @Nullable SqlNode apply(SqlSelect written, @Nullable SqlNode from) {
        var times = times(written);
        if (times.isEmpty()) {
            return from;
        }
        var names = new ArrayList<String>();
        var hinted = from == null ? null : apply(from, times, names);
        for (var time : times.entrySet()) {
            if (names.stream().noneMatch(time.getKey()::equalsIgnoreCase)) {
                throw SqlException.at(
                        Condition.TABLE_OR_VIEW_NOT_FOUND,
                        written.getParserPosition(),
                        "the hint %s names '%s', which is no table of this FROM"
                                .formatted(NAME, time.getKey()),
                        Nearest.to(time.getKey(), names)
                                .map(nearest -> "write '%s'".formatted(nearest))
                                .orElse("name a table as FROM does, by its alias if it has one"));
            }
        }
        return hinted;
    }

    private static Map<String, Long> times(SqlSelect written) {
        var times = new TreeMap<String, Long>(String.CASE_INSENSITIVE_ORDER);
        for (var node : Optional.ofNullable(written.getHints()).orElse(SqlNodeList.EMPTY)) {
            var parts = ((SqlHint) node).getOptionList();
            for (int i = 0; i + 1 < parts.size(); i += 2) {
                times.put(parts.get(i), Long.valueOf(parts.get(i + 1)));
            }
        }
        return times;
    }

    private static SqlNode apply(SqlNode from, Map<String, Long> times, List<String> names) {
        if (from instanceof SqlJoin join) {
            join.setLeft(apply(join.getLeft(), times, names));
            join.setRight(apply(join.getRight(), times, names));
            return join;
        }
        if (from.getKind() != SqlKind.AS) {
            return from;
        }
        var as = (SqlCall) from;
        var name = ((SqlIdentifier) as.operand(1)).getSimple();
        names.add(name);
        var micros = times.get(name);
        if (micros != null) {
            as.setOperand(0, limited(as.operand(0), micros));
        }
        return as;
    }

    private static SqlNode limited(SqlNode table, long micros) {
        var position = table.getParserPosition();
        return FromClause.selectAll(
                table, operator(micros).createCall(SqlParserPos.ZERO), position);
    }

    /// The condition that a time is written as; it holds for all rows.
    static TypedOperator operator(long micros) {
        return new TypedOperator(
                "state_ttl " + micros,
                true,
                (_, position) ->
                        new Expression.Call(
                                NAME,
                                List.of(new Expression.Literal(micros, DataTypes.LongType)),
                                DataTypes.BooleanType,
                                false,
                                position));
    }

    /// The time that a condition stands for, if it is one of these.
    public static OptionalLong micros(Expression condition) {
        return condition instanceof Expression.Call call
                        && call.function().equals(NAME)
                        && call.arguments().getFirst() instanceof Expression.Literal time
                        && time.value() instanceof Long micros
                ? OptionalLong.of(micros)
                : OptionalLong.empty();
    }
}
