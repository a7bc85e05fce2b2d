package io.tidemill.parse;

import io.tidemill.expression.Expression;
import io.tidemill.expression.UserAggregate;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Signature;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
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
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/// An aggregate whose types our own functions settle. Without operands it is `count(*)`.
public final class AggregateOperator extends SqlAggFunction {
    private final Function function;
    private final Optional<UserAggregate> user;
    private @Nullable Signature settled;

    AggregateOperator(Function function) {
        this(function, Optional.empty());
    }

    /// An aggregate of the program.
    AggregateOperator(UserAggregate user) {
        this(user.function(), Optional.of(user));
    }

    private AggregateOperator(Function function, Optional<UserAggregate> user) {
        super(
                function.name(),
                null,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.explicit(SqlTypeName.ANY),
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.OPTIONAL);
        this.function = function;
        this.user = user;
    }

    /// What it computes, where that is the program's.
    public Optional<UserAggregate> user() {
        return user;
    }

    /// What it is among our functions.
    public Function function() {
        return function;
    }

    /// Two aggregates of the program may have one name.
    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof AggregateOperator operator
                && operator.user.equals(user);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    /// What a call with these arguments takes and gives.
    public Signature resolve(List<Expression> arguments) {
        return function.resolve(arguments);
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.any();
    }

    @Override
    public boolean allowsFilter() {
        return true;
    }

    /// Once the call has been validated its algebra asks again, without the constants that some
    /// signatures depend on; an operator belongs to one call, so the answer is the same.
    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        var signature = settled;
        if (signature == null || binding instanceof SqlCallBinding) {
            signature = resolve(StandIns.of(binding));
            settled = signature;
        }
        return Types.toCalcite(binding.getTypeFactory(), signature.type(), signature.nullable());
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return TypedOperator.derive(validator, scope, call);
    }
}
