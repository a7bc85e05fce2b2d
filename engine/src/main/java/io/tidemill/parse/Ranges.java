package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;

/// The table function `range(end)`, `range(start, end[, step[, partitions]])` in FROM: numbers from
/// `start`, 0 if not given, up to but not including `end`, in a column `id`. Its arguments are
/// constants; how many partitions is left to us.
record Ranges(long start, long end, long step) {
    static boolean isOne(SqlNode node) {
        return node.getKind() == SqlKind.COLLECTION_TABLE
                && ((SqlCall) node).operand(0) instanceof SqlCall call
                && call.getOperator() instanceof SqlUnresolvedFunction function
                && function.getName().equalsIgnoreCase("range");
    }

    /// @throws SqlException WRONG_NUM_ARGS, or DATATYPE_MISMATCH for what is no constant number
    static Ranges read(SqlCall table, Dialect dialect) {
        SqlCall call = table.operand(0);
        var numbers = new ArrayList<Long>();
        for (var operand : call.getOperandList()) {
            numbers.add(number(operand, dialect));
        }
        if (numbers.isEmpty() || numbers.size() > 4) {
            throw SqlException.at(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    call.getParserPosition(),
                    "The `range` requires 1 to 4 parameters but the actual number is "
                            + numbers.size(),
                    "write range(end) or range(start, end, step)");
        }
        long step = numbers.size() > 2 ? numbers.get(2) : 1;
        if (step == 0) {
            throw SqlException.at(
                    Condition.INVALID_PARAMETER_VALUE__SEQUENCE_STEP,
                    call.getParserPosition(),
                    "the step of range must not be 0",
                    "write another step");
        }
        return numbers.size() == 1
                ? new Ranges(0, numbers.getFirst(), step)
                : new Ranges(numbers.get(0), numbers.get(1), step);
    }

    private static long number(SqlNode operand, Dialect dialect) {
        var value = dialect.expression(operand);
        var constant = StandIns.constantOf(value);
        if (constant.isPresent()) {
            Expression cast = Function.cast(constant.get(), DataTypes.LongType, Position.NONE);
            if (Interpreter.constant(cast) instanceof Long number) {
                return number;
            }
        }
        throw SqlException.at(
                Condition.DATATYPE_MISMATCH__NON_FOLDABLE_INPUT,
                operand.getParserPosition(),
                "the arguments of range must be constant whole numbers",
                "write a number");
    }
}
