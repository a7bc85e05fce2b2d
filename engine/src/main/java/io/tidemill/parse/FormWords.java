package io.tidemill.parse;

import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_EXPRESSION;
import static io.tidemill.parse.generated.TidemillParserConstants.MEANT_INFIX;

import io.tidemill.parse.Lexeme.Kind;
import io.tidemill.parse.generated.MeantToken;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/// Words that mean something only inside the parentheses that they stand in: `FROM` in
/// `EXTRACT(..)`, `ROWS` in `OVER (..)`.
abstract class FormWords extends TokenTape {
    /// Functions whose first of three arguments may be a unit of time without quotes.
    private static final Set<String> UNIT_FUNCTIONS =
            Set.of("DATEADD", "DATE_ADD", "DATEDIFF", "DATE_DIFF", "TIMESTAMPADD", "TIMESTAMPDIFF");

    FormWords(Source source, List<Lexeme> in, ZoneId zone) {
        super(source, in, zone);
    }

    /// `EXTRACT(YEAR FROM x)` reads as `date_part('YEAR', x)`.
    void extractUnit() {
        if (now().kind() == Kind.WORD && ahead(1).isWord("FROM")) {
            rename("date_part");
            var node = Literals.string(source, now().text(), now().start(), now().end());
            meant(MeantToken.of(MEANT_EXPRESSION, node), 1);
            operand = true;
        }
    }

    /// Writes a comma, or another keyword, in place of the word that stands here.
    boolean instead(String image) {
        emit(Keywords.kind(image), now().text());
        at++;
        operand = false;
        return true;
    }

    /// Words that mean something only inside the parentheses they stand in.
    boolean formWord(String word) {
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
    boolean trimWord(String word) {
        boolean side = word.equals("BOTH") || word.equals("LEADING") || word.equals("TRAILING");
        if (!operand && side && !endsList(ahead(1)) && out.getLast().image.equals("(")) {
            rename(word.equals("LEADING") ? "ltrim" : word.equals("BOTH") ? "trim" : "rtrim");
            at += ahead(1).isWord("FROM") ? 2 : 1;
            return true;
        }
        return operand && word.equals("FROM") && instead(",");
    }

    /// `DATEADD(DAY, 1, x)` and its kin read as `timestampadd('DAY', 1, x)`.
    boolean unitCall(String word) {
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

    boolean windowWord(String word) {
        boolean keyword =
                switch (word) {
                    case "PARTITION", "ORDER" -> ahead(1).isWord("BY");
                    case "BY" -> isBefore("PARTITION") || isBefore("ORDER");
                    case "ROWS", "RANGE", "GROUPS" -> beginsFrame();
                    case "BETWEEN" -> isBefore("ROWS") || isBefore("RANGE") || isBefore("GROUPS");
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
        frame().groups |= word.equals("GROUPS");
        keyword(word.equals("GROUPS") ? "ROWS" : word); // Words closes it with EXCLUDE GROUP
        operand |= word.equals("PRECEDING") || word.equals("FOLLOWING");
        operand |= word.equals("ASC") || word.equals("DESC");
        return true;
    }

    /// Whether ROWS and its kin are no names here: behind an expression or alone, before a bound.
    private boolean beginsFrame() {
        boolean first = out.getLast().image.equals("(");
        boolean bound =
                ahead(1).isWord("BETWEEN")
                        || ahead(1).isWord("UNBOUNDED")
                        || ahead(1).isWord("CURRENT")
                        || ahead(1).isWord("INTERVAL")
                        || ahead(1).kind() == Kind.NUMBER
                        || ahead(2).isWord("PRECEDING")
                        || ahead(2).isWord("FOLLOWING");
        return (operand || first) && bound;
    }
}
