package io.tidemill.parse;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/// An operator that Calcite knows nothing of but its name: our own functions say what it gives.
///
/// Every scalar call in a tree that is analysed has one of these, so Calcite neither coerces, folds
/// nor simplifies any of them. Asked for a type, it expresses a call over stand-ins of its
/// operands; planning does the same over the true ones, so that both always agree. Two are equal
/// when their names are, so a name holds everything that makes a difference; functions of the
/// program are equal when they are the same, whatever they are called.
public final class TypedOperator extends SqlFunction {
    /// Turns operands, as they were written, into an expression with all casts made explicit.
    @FunctionalInterface
    interface Meaning {
        /// @throws TidemillException when the operands do not go together
        Expression express(List<Expression> operands, Position position);
    }

    private final Meaning meaning;
    private final boolean deterministic;
    private final @Nullable Object identity;

    TypedOperator(String name, boolean deterministic, Meaning meaning) {
        this(name, deterministic, meaning, null);
    }

    /// @param identity what an equal operator has, too
    TypedOperator(String name, boolean deterministic, Meaning meaning, @Nullable Object identity) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.explicit(SqlTypeName.ANY),
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.meaning = meaning;
        this.deterministic = deterministic;
        this.identity = identity;
    }

    /// The expression of a call.
    ///
    /// @param operands at the types that they have by themselves
    public Expression express(List<Expression> operands, Position position) {
        return meaning.express(operands, position);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof TypedOperator operator
                && operator.identity == identity;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public boolean isDeterministic() {
        return deterministic;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.any();
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        var expression = express(StandIns.of(binding), Position.NONE);
        return Types.toCalcite(binding.getTypeFactory(), expression.type(), expression.nullable());
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return derive(validator, scope, call);
    }

    /// The type of a call of ours, its operands first; a mistake is told at the call's place.
    static RelDataType derive(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (var operand : call.getOperandList()) {
            var _ = validator.deriveType(scope, operand);
        }
        try {
            var type =
                    call.getOperator()
                            .inferReturnType(
                                    new org.apache.calcite.sql.SqlCallBinding(
                                            validator, scope, call));
            validator.setValidatedNodeType(call, type);
            return type;
        } catch (SqlException placed) {
            throw placed;
        } catch (TidemillException wrong) {
            throw SqlException.at(
                    wrong.condition(), call.getParserPosition(), wrong.problem(), wrong.remedy());
        }
    }
}
