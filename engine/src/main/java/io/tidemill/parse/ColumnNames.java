package io.tidemill.parse;

import io.tidemill.data.Condition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/// Which column a name means: upper and lower case are the same, and a name that several columns of
/// a query share means none of them. Those bear the marks of [BoundTable], so that Calcite would
/// look further, in the queries around.
final class ColumnNames implements SqlNameMatcher {
    private final SqlNameMatcher names = SqlNameMatchers.withCaseSensitive(false);

    /// @throws SqlException AMBIGUOUS_REFERENCE when several columns share the name
    @Override
    public @Nullable RelDataTypeField field(RelDataType row, String name) {
        var field = names.field(row, name);
        if (field == null
                && row.getFieldNames().stream()
                                .filter(each -> BoundTable.plain(each).equalsIgnoreCase(name))
                                .count()
                        > 1) {
            throw SqlException.at(
                    Condition.AMBIGUOUS_REFERENCE,
                    SqlParserPos.ZERO,
                    "several columns of a query in FROM have the name '%s'".formatted(name),
                    "give each of them a name of its own with AS");
        }
        return field;
    }

    @Override
    public boolean isCaseSensitive() {
        return names.isCaseSensitive();
    }

    @Override
    public boolean matches(String string, String name) {
        return names.matches(string, name);
    }

    @Override
    public <K extends List<String>, V> @Nullable V get(
            Map<K, V> map, List<String> prefix, List<String> path) {
        return names.get(map, prefix, path);
    }

    @Override
    public String bestString() {
        return names.bestString();
    }

    @Override
    public int frequency(Iterable<String> all, String name) {
        return names.frequency(all, name);
    }

    @Override
    public Set<String> createSet() {
        return names.createSet();
    }
}
