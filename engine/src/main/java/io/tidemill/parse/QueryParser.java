package io.tidemill.parse;

import io.tidemill.parse.generated.ParseException;
import io.tidemill.parse.generated.SimpleCharStream;
import io.tidemill.parse.generated.TidemillParser;
import io.tidemill.parse.generated.TidemillParserTokenManager;
import io.tidemill.parse.generated.Token;
import java.io.StringReader;
import java.time.ZoneId;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;

/// Makes trees of queries and expressions: the generated parser, fed with the tokens of [Words].
final class QueryParser {
    private QueryParser() {}

    /// @param lexemes the query alone, the last one its end
    static SqlNode query(Source source, List<Lexeme> lexemes, ZoneId zone) {
        return parse(source, lexemes, zone, true);
    }

    /// @param lexemes the expression alone, the last one its end
    static SqlNode expression(Source source, List<Lexeme> lexemes, ZoneId zone) {
        return parse(source, lexemes, zone, false);
    }

    private static SqlNode parse(Source source, List<Lexeme> lexemes, ZoneId zone, boolean query) {
        var tokens = Words.read(source, lexemes, zone);
        var parser = new TidemillParser(new Feed(tokens));
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(Integer.MAX_VALUE);
        parser.setConformance(SparkConformance.INSTANCE);
        try {
            return query ? parser.parseSqlStmtEof() : parser.parseSqlExpressionEof();
        } catch (ParseException wrong) {
            throw SyntaxErrors.explain(source, tokens, wrong);
        } catch (CalciteContextException wrong) {
            throw SyntaxErrors.explain(source, wrong);
        } catch (SqlException | IllegalStateException ours) {
            throw ours;
        } catch (StackOverflowError deep) {
            throw SqlException.syntax(
                    source, 0, 1, "the query is nested too deeply", "split it with views or WITH");
        } catch (Exception broken) {
            throw new IllegalStateException("the parser failed on: " + source.text(), broken);
        }
    }

    /// Gives the parser the tokens that are already there.
    private static final class Feed extends TidemillParserTokenManager {
        private final List<Token> tokens;
        private int at;

        Feed(List<Token> tokens) {
            super(new SimpleCharStream(new StringReader("")));
            this.tokens = tokens;
        }

        @Override
        public Token getNextToken() {
            return tokens.get(Math.min(at++, tokens.size() - 1));
        }
    }
}
