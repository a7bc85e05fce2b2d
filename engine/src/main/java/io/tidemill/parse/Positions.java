package io.tidemill.parse;

import io.tidemill.expression.Position;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Places in texts, as expressions carry them.
public final class Positions {
    private Positions() {}

    /// Line, column and text of a piece of SQL; none for what nobody wrote.
    public static Position of(SqlParserPos position) {
        return Source.place(position)
                .map(place -> new Position(place.line(), place.column(), place.fragment()))
                .orElse(Position.NONE);
    }
}
