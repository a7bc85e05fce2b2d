package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.parse.Source.Place;
import io.tidemill.parse.generated.ParseException;
import io.tidemill.parse.generated.TidemillParserConstants;
import io.tidemill.parse.generated.Token;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Says in a line what is wrong with a text, where the generated parser would list the two hundred
/// tokens that it could have gone on with.
final class SyntaxErrors {
    /// Expected tokens that are few enough to be told.
    private static final int TOLD_MAX = 4;

    private static final Map<String, String> MISSPELT =
            Map.ofEntries(
                    Map.entry("FORM", "FROM"),
                    Map.entry("FRMO", "FROM"),
                    Map.entry("FOM", "FROM"),
                    Map.entry("SELCT", "SELECT"),
                    Map.entry("SLECT", "SELECT"),
                    Map.entry("SELET", "SELECT"),
                    Map.entry("WEHRE", "WHERE"),
                    Map.entry("WHER", "WHERE"),
                    Map.entry("WHRE", "WHERE"),
                    Map.entry("GROPU", "GROUP BY"),
                    Map.entry("GRUOP", "GROUP BY"),
                    Map.entry("ODER", "ORDER BY"),
                    Map.entry("HAVIN", "HAVING"),
                    Map.entry("LIMT", "LIMIT"));

    private SyntaxErrors() {}

    static SqlException explain(Source source, List<Token> tokens, ParseException wrong) {
        var token = wrong.currentToken == null ? tokens.getLast() : wrong.currentToken.next;
        var misspelt = misspelt(tokens, token);
        var told = misspelt.orElse(token);
        var remedy =
                misspelt.map(t -> "write %s in place of '%s'".formatted(meant(t), plain(t)))
                        .orElseGet(() -> remedy(token, wrong));
        var place = place(source, told);
        return SqlException.syntax(
                source, place.start(), place.end(), nearWhat(source, place, told), remedy);
    }

    static SqlException explain(Source source, CalciteContextException wrong) {
        var position =
                new SqlParserPos(
                        wrong.getPosLine(),
                        wrong.getPosColumn(),
                        wrong.getEndPosLine(),
                        wrong.getEndPosColumn());
        var cause = wrong.getCause() == null ? wrong : wrong.getCause();
        var message = String.valueOf(cause.getMessage());
        var place = Source.place(position).orElse(new Place(source, 0, 1));
        return SqlException.at(
                Condition.PARSE_SYNTAX_ERROR,
                place,
                "syntax error at or near '%s': %s"
                        .formatted(place.fragment(), message.replaceFirst("[.]$", "")),
                "");
    }

    private static String nearWhat(Source source, Place place, Token token) {
        if (token.kind == TidemillParserConstants.EOF) {
            return source.text().isBlank()
                    ? "there is no statement"
                    : "syntax error at or near the end of the text";
        }
        return "syntax error at or near '%s'".formatted(place.fragment());
    }

    private static Place place(Source source, Token token) {
        var position =
                new SqlParserPos(
                        token.beginLine, token.beginColumn, token.endLine, token.endColumn);
        return Source.place(position)
                .orElse(new Place(source, source.text().length(), source.text().length() + 1));
    }

    /// A word before the error, or at it, that looks like a keyword which would have fitted.
    private static Optional<Token> misspelt(List<Token> tokens, Token wrong) {
        int index = tokens.indexOf(wrong);
        return IntStream.rangeClosed(0, Math.min(2, index))
                .mapToObj(back -> tokens.get(index - back))
                .filter(token -> meant(token) != null)
                .findFirst();
    }

    private static String plain(Token token) {
        return token.image.replace("`", "");
    }

    private static @Nullable String meant(Token token) {
        return MISSPELT.get(plain(token).toUpperCase(Locale.ROOT));
    }

    private static String remedy(Token token, ParseException wrong) {
        if (token.kind == TidemillParserConstants.EOF) {
            return "the statement is not complete: add what is missing, perhaps a closing )";
        }
        var expected = new TreeSet<String>();
        for (var sequence : wrong.expectedTokenSequences) {
            if (expected.size() > TOLD_MAX) {
                break;
            }
            var image = TidemillParserConstants.tokenImage[sequence[0]];
            expected.add(
                    image.startsWith("\"") ? image.substring(1, image.length() - 1) : "a name");
        }
        if (!expected.isEmpty() && expected.size() <= TOLD_MAX) {
            return "write %s here".formatted(String.join(" or ", expected));
        }
        return switch (token.image) {
            case "," -> "remove the comma, or write what it should separate";
            case ")" -> "remove the parenthesis, or write what should stand inside";
            case ";" -> "complete the statement before the semicolon";
            default ->
                    Keywords.ALWAYS.contains(token.image.toUpperCase(Locale.ROOT))
                            ? "complete what stands before %s, or put it in backticks if it is a name"
                                    .formatted(token.image)
                            : "check the words before it; a name with special characters stands in"
                                    + " backticks";
        };
    }
}
