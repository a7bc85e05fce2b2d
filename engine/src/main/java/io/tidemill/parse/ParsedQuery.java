package io.tidemill.parse;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// A query that has been read and is right in its form; what its names mean, the [Analyzer] finds
/// out.
public final class ParsedQuery {
    private final Source source;
    private final List<Lexeme> lexemes;

    private ParsedQuery(Source source, List<Lexeme> lexemes) {
        this.source = source;
        this.lexemes = lexemes;
    }

    /// @param lexemes the query alone, the last one its end
    /// @throws SqlException when it is not a query
    static ParsedQuery of(Source source, List<Lexeme> lexemes) {
        var query = new ParsedQuery(source, lexemes);
        var _ = query.tree(ZoneOffset.UTC);
        return query;
    }

    /// The tree, made anew, since the analysis changes it.
    SqlNode tree(ZoneId zone) {
        return QueryParser.query(source, lexemes, zone);
    }

    Source source() {
        return source;
    }

    /// The query as it was written, without comments around it.
    public String text() {
        return lexemes.size() == 1
                ? ""
                : source.text()
                        .substring(
                                lexemes.getFirst().start(), lexemes.get(lexemes.size() - 2).end());
    }

    @Override
    public String toString() {
        return text();
    }
}
