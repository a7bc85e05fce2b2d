package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.parse.Source.Place;
import java.util.Objects;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// An error in a statement, with the place where it is.
///
/// The message names line and column (both from 1), and ends with the line itself and a caret line
/// below it.
public final class SqlException extends TidemillException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Place place;

    private SqlException(
            Condition condition, @Nullable Place place, String problem, String remedy) {
        super(condition, place == null ? problem : problem + ", at line " + place, remedy);
        this.place = place;
    }

    /// The text is not SQL from `start` to `end`.
    static SqlException syntax(Source source, int start, int end, String problem, String remedy) {
        return new SqlException(
                Condition.PARSE_SYNTAX_ERROR, new Place(source, start, end), problem, remedy);
    }

    /// An error at a place of a text.
    static SqlException at(Condition condition, Place place, String problem, String remedy) {
        return new SqlException(condition, place, problem, remedy);
    }

    /// An error at a position that came through Calcite; without a place where it is made up.
    public static SqlException at(
            Condition condition, SqlParserPos position, String problem, String remedy) {
        return new SqlException(condition, Source.place(position).orElse(null), problem, remedy);
    }

    @Override
    public String getMessage() {
        var message = Objects.requireNonNull(super.getMessage());
        return place == null ? message : message + "\n\n" + excerpt(place);
    }

    private static String excerpt(Place place) {
        var source = place.source();
        var line = source.lineAt(place.start());
        int column = place.column();
        int end = Math.min(place.end() - place.start(), line.length() - column + 1);
        return "  " + line + "\n  " + indent(line, column) + "^".repeat(Math.max(1, end));
    }

    /// Space as wide as what stands before the column, tabs kept.
    private static String indent(String line, int column) {
        var space = new StringBuilder();
        for (int i = 0; i < column - 1; i++) {
            space.append(i < line.length() && line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return space.toString();
    }
}
