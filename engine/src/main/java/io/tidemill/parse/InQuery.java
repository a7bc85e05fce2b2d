package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.function.Functions;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlInOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/// `value IN (query)`: whether types go together, our own `=` says.
final class InQuery extends SqlInOperator {
    static final InQuery OPERATOR = new InQuery();

    private InQuery() {
        super("IN", SqlKind.IN);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        var value = validator.deriveType(scope, call.operand(0));
        var query = validator.deriveType(scope, call.operand(1));
        boolean row = call.operand(0).getKind() == SqlKind.ROW;
        var values =
                row
                        ? value.getFieldList().stream().map(field -> field.getType()).toList()
                        : List.of(value);
        var columns = query.isStruct() ? query.getFieldList().size() : 1;
        if (values.size() != columns) {
            throw SqlException.at(
                    Condition.NUM_COLUMNS_MISMATCH,
                    call.getParserPosition(),
                    "%d values are looked for among rows of %d columns"
                            .formatted(values.size(), columns),
                    "select as many columns as there are values");
        }
        boolean nullable = false;
        for (int i = 0; i < columns; i++) {
            var column = query.isStruct() ? query.getFieldList().get(i).getType() : query;
            check(call, values.get(i), column);
            nullable |= values.get(i).isNullable() || column.isNullable();
        }
        var factory = validator.getTypeFactory();
        var type =
                factory.createTypeWithNullability(
                        factory.createSqlType(SqlTypeName.BOOLEAN), nullable);
        validator.setValidatedNodeType(call, type);
        return type;
    }

    private static void check(SqlCall call, RelDataType left, RelDataType right) {
        try {
            var _ =
                    Functions.get("=")
                            .resolve(
                                    List.of(
                                            column(call.operand(0), 0, left),
                                            column(call.operand(1), 1, right)));
        } catch (TidemillException wrong) {
            throw SqlException.at(
                    wrong.condition(), call.getParserPosition(), wrong.problem(), wrong.remedy());
        }
    }

    private static Expression column(SqlNode node, int index, RelDataType type) {
        var text =
                Source.place(node.getParserPosition())
                        .map(Source.Place::fragment)
                        .orElse("column " + (index + 1));
        return new Expression.Input(index, text, Types.fromCalcite(type), type.isNullable());
    }
}
