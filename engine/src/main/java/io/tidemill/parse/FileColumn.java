package io.tidemill.parse;

import static io.tidemill.expression.function.FileFunctions.FIELDS;
import static io.tidemill.expression.function.FileFunctions.METADATA;

import io.tidemill.data.Condition;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/// The column `_metadata` that a table of files has besides its own, and that `*` leaves out: a
/// call for each field, which planning turns into columns of the table.
final class FileColumn {
    private static final String NAME = METADATA.substring(0, METADATA.length() - 1);

    private FileColumn() {}

    /// The value of a name, if it is `_metadata` or a field of it.
    ///
    /// @param at where in the name `_metadata` would stand
    /// @param known columns that are there: a column of a table's own comes first
    static Optional<SqlNode> of(SqlIdentifier id, int at, Supplier<Set<String>> known) {
        var names = id.names;
        if (!names.get(at).equalsIgnoreCase(NAME)
                || known.get().stream().anyMatch(NAME::equalsIgnoreCase)) {
            return Optional.empty();
        }
        var position = id.getParserPosition();
        if (names.size() == at + 1) {
            return Optional.of(all(position));
        }
        if (names.size() == at + 2) {
            for (var field : FIELDS) {
                if (field.equalsIgnoreCase(names.get(at + 1))) {
                    return Optional.of(call(field, position));
                }
            }
        }
        throw SqlException.at(
                Condition.FIELD_NOT_FOUND,
                position,
                "%s has no field '%s'"
                        .formatted(NAME, String.join(".", names.subList(at + 1, names.size()))),
                "take one of " + String.join(", ", FIELDS));
    }

    private static SqlNode all(SqlParserPos position) {
        var arguments = new ArrayList<SqlNode>();
        for (var field : FIELDS) {
            arguments.add(LiteralValue.node(field, DataTypes.StringType, position));
            arguments.add(call(field, position));
        }
        return Meanings.function(Functions.get("named_struct")).createCall(position, arguments);
    }

    private static SqlNode call(String field, SqlParserPos position) {
        return Meanings.function(Functions.get(METADATA + field)).createCall(position, List.of());
    }
}
