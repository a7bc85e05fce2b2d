package io.tidemill.parse;

import io.tidemill.sql.types.DataTypes;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSampleSpec.SqlTableSampleSpec;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/// `t TABLESAMPLE (10 PERCENT) [REPEATABLE (seed)]` as the query of the rows for which a random
/// number is small enough.
final class TableSample {
    private TableSample() {}

    /// The query, under the name that the table has.
    static SqlNode query(SqlCall sample) {
        var position = sample.getParserPosition();
        var table = sample.operand(0);
        var spec = (SqlTableSampleSpec) SqlLiteral.sampleValue((SqlLiteral) sample.operand(1));
        var part = ColumnTree.literal(spec.sampleRate.doubleValue(), DataTypes.DoubleType);
        var seed =
                spec.isRepeatable()
                        ? List.of(
                                ColumnTree.literal(
                                        (long) spec.getRepeatableSeed(), DataTypes.LongType))
                        : List.<ColumnTree>of();
        var chosen = ColumnTree.call("<", List.of(ColumnTree.call("rand", seed), part));
        var query = FromClause.selectAll(table, chosen.node(), position);
        return name(table)
                .<SqlNode>map(name -> SqlStdOperatorTable.AS.createCall(position, query, name))
                .orElse(query);
    }

    private static Optional<SqlIdentifier> name(SqlNode table) {
        return switch (table) {
            case SqlIdentifier id ->
                    Optional.of(new SqlIdentifier(id.names.getLast(), id.getParserPosition()));
            case SqlCall as when as.getKind() == SqlKind.AS -> Optional.of(as.operand(1));
            case SqlCall ref when ref.getKind() == SqlKind.TABLE_REF -> name(ref.operand(0));
            default -> Optional.empty();
        };
    }
}
