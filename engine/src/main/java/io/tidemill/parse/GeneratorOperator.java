package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/// A function that makes rows of one: `explode` and its kin.
///
/// Each is written as the elements of an array, whose structs may be taken apart into columns.
public final class GeneratorOperator extends SqlFunction implements SqlTableFunction {
    private static final Set<String> NAMES =
            Set.of(
                    "explode",
                    "explode_outer",
                    "posexplode",
                    "posexplode_outer",
                    "inline",
                    "inline_outer",
                    "stack",
                    "json_tuple");

    /// The elements of an array, as rows.
    ///
    /// @param array over the operands
    /// @param spread whether the elements are structs whose fields are the columns
    /// @param position whether the element's position is a column: -1 no, else what the first one
    ///   is
    /// @param positionFirst whether that column stands before the others
    /// @param outer whether a row without elements is given with NULLs
    public record Generated(
            Expression array,
            boolean spread,
            int position,
            boolean positionFirst,
            boolean outer,
            StructType columns) {}

    GeneratorOperator(String name) {
        super(
                name.toLowerCase(Locale.ROOT),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.CURSOR,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    }

    static boolean isOne(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /// What a call gives.
    public Generated express(List<Expression> operands, Position position) {
        var name = getName().replace("_outer", "");
        boolean outer = getName().endsWith("_outer");
        return switch (name) {
            case "explode" -> elements(operands, position, -1, true, outer);
            case "posexplode" -> elements(operands, position, 0, true, outer);
            case "unnest" -> elements(operands, position, -1, false, outer);
            case "unnest with ordinality" -> elements(operands, position, 1, false, outer);
            case "inline" -> inline(operands, outer);
            case "stack" -> stack(operands, position);
            case "json_tuple" -> jsonTuple(operands, position);
            default -> throw new IllegalStateException("no generator is called " + name);
        };
    }

    private Generated elements(
            List<Expression> operands, Position position, int first, boolean front, boolean outer) {
        count(operands, 1);
        var value = operands.getFirst();
        var array =
                value.type() instanceof MapType
                        ? Functions.get("map_entries").call(List.of(value), position)
                        : value;
        if (!(array.type() instanceof ArrayType type)) {
            throw wrong(value, "an array or a map");
        }
        boolean map = value.type() instanceof MapType;
        boolean spread = map || (!front && type.elementType() instanceof StructType);
        var columns = new ArrayList<StructField>();
        if (spread) {
            ((StructType) type.elementType())
                    .fieldList()
                    .forEach(f ->
                            columns.add(
                                    new StructField(
                                            f.name(),
                                            f.dataType(),
                                            f.nullable() || outer || type.containsNull())));
        } else {
            columns.add(new StructField("col", type.elementType(), type.containsNull() || outer));
        }
        if (first >= 0) {
            columns.add(
                    front ? 0 : columns.size(),
                    new StructField(front ? "pos" : "ordinality", DataTypes.IntegerType, outer));
        }
        return new Generated(array, spread, first, front, outer, new StructType(columns));
    }

    private Generated inline(List<Expression> operands, boolean outer) {
        count(operands, 1);
        var array = operands.getFirst();
        if (!(array.type() instanceof ArrayType type)
                || !(type.elementType() instanceof StructType struct)) {
            throw wrong(array, "an array of structs");
        }
        boolean nullable = outer || type.containsNull();
        return new Generated(
                array,
                true,
                -1,
                true,
                outer,
                new StructType(
                        struct.fieldList().stream()
                                .map(f ->
                                        new StructField(
                                                f.name(), f.dataType(), f.nullable() || nullable))
                                .toList()));
    }

    private Generated stack(List<Expression> operands, Position position) {
        if (operands.size() < 2
                || !(operands.getFirst() instanceof Expression.Literal literal)
                || !(literal.value() instanceof Integer rows)
                || rows < 1) {
            throw new TidemillException(
                    Condition.DATATYPE_MISMATCH,
                    "stack begins with how many rows it makes, a constant of at least 1",
                    "write stack(2, a, b, c, d)");
        }
        var values = operands.subList(1, operands.size());
        int width = (values.size() + rows - 1) / rows;
        var types = new ArrayList<DataType>();
        for (int column = 0; column < width; column++) {
            var met = new ArrayList<DataType>();
            for (int i = column; i < values.size(); i += width) {
                met.add(values.get(i).type());
            }
            int number = column;
            types.add(
                    Coercion.common(met)
                            .orElseThrow(() ->
                                    new TidemillException(
                                            Condition.DATATYPE_MISMATCH,
                                            "the values of column %d of stack are of types that do not go together: %s"
                                                    .formatted(number + 1, met),
                                            "cast them to one type")));
        }
        var structs = new ArrayList<Expression>();
        for (int row = 0; row < rows; row++) {
            var fields = new ArrayList<Expression>();
            for (int column = 0; column < width; column++) {
                int i = row * width + column;
                fields.add(text("col" + column));
                fields.add(
                        i < values.size()
                                ? Function.cast(values.get(i), types.get(column), position)
                                : new Expression.Literal(null, types.get(column)));
            }
            structs.add(Functions.get("named_struct").call(fields, position));
        }
        return structs(structs, position);
    }

    private Generated jsonTuple(List<Expression> operands, Position position) {
        if (operands.size() < 2) {
            throw new TidemillException(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    "json_tuple takes a JSON text and the names of fields",
                    "write json_tuple(json, 'a', 'b')");
        }
        var fields = new ArrayList<Expression>();
        for (int i = 1; i < operands.size(); i++) {
            var path =
                    Functions.get("concat")
                            .call(List.of(text("$['"), operands.get(i), text("']")), position);
            fields.add(text("c" + (i - 1)));
            fields.add(
                    Functions.get("get_json_object")
                            .call(List.of(operands.getFirst(), path), position));
        }
        return structs(List.of(Functions.get("named_struct").call(fields, position)), position);
    }

    private static Generated structs(List<Expression> structs, Position position) {
        var array = Functions.get("array").call(structs, position);
        var struct = (StructType) ((ArrayType) array.type()).elementType();
        return new Generated(array, true, -1, true, false, struct);
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, DataTypes.StringType);
    }

    private void count(List<Expression> operands, int expected) {
        if (operands.size() != expected) {
            throw new TidemillException(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    "%s takes %d argument, not %d".formatted(getName(), expected, operands.size()),
                    "give it one array or map");
        }
    }

    private TidemillException wrong(Expression value, String wanted) {
        return new TidemillException(
                Condition.DATATYPE_MISMATCH,
                "%s takes %s, and %s is %s".formatted(getName(), wanted, value, value.type().sql()),
                "give it " + wanted);
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.any();
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return GeneratorOperator::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        var generated =
                ((GeneratorOperator) binding.getOperator())
                        .express(StandIns.of(binding), Position.NONE);
        return Types.toRow(binding.getTypeFactory(), generated.columns());
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (var operand : call.getOperandList()) {
            var _ = validator.deriveType(scope, operand);
        }
        try {
            var _ = rowType(new org.apache.calcite.sql.SqlCallBinding(validator, scope, call));
        } catch (SqlException placed) {
            throw placed;
        } catch (TidemillException wrong) {
            throw SqlException.at(
                    wrong.condition(), call.getParserPosition(), wrong.problem(), wrong.remedy());
        }
        var type = validator.getTypeFactory().createSqlType(SqlTypeName.CURSOR);
        validator.setValidatedNodeType(call, type);
        return type;
    }
}
