package io.tidemill.parse;

import io.tidemill.expression.Coercion;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Makes Calcite's types within Spark's limits, and meets different ones as [Coercion] says.
final class SparkTypeFactory extends SqlTypeFactoryImpl {
    SparkTypeFactory() {
        super(new Limits());
    }

    /// Columns of set operations meet one by one, under the first one's names; other types as ours
    /// do.
    @Override
    public @Nullable RelDataType leastRestrictive(List<RelDataType> types) {
        if (types.getFirst() instanceof RelRecordType first
                && !(first instanceof StructValueType)) {
            var names = new ArrayList<String>();
            var columns = new ArrayList<RelDataType>();
            for (int i = 0; i < first.getFieldCount(); i++) {
                var column = new ArrayList<RelDataType>();
                for (var type : types) {
                    if (type.getFieldCount() != first.getFieldCount()) {
                        return null;
                    }
                    column.add(type.getFieldList().get(i).getType());
                }
                var common = common(column);
                if (common == null) {
                    return null;
                }
                names.add(first.getFieldList().get(i).getName());
                columns.add(common);
            }
            return createStructType(columns, names);
        }
        return common(types);
    }

    private @Nullable RelDataType common(List<RelDataType> types) {
        boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
        return Coercion.common(types.stream().map(Types::fromCalcite).toList())
                .map(type -> Types.toCalcite(this, type, nullable))
                .orElse(null);
    }

    /// The type of a struct that is a value.
    RelDataType struct(StructType struct) {
        var row = (RelRecordType) Types.toRow(this, struct);
        return canonize(new StructValueType(row.getFieldList(), false));
    }

    /// A struct that may be NULL keeps its fields as they are; a row that may be missing makes NULL
    /// of all its columns.
    @Override
    public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
        if (type instanceof StructValueType struct) {
            return struct.isNullable() == nullable
                    ? struct
                    : canonize(new StructValueType(struct.getFieldList(), nullable));
        }
        return super.createTypeWithNullability(type, nullable);
    }

    private static final class Limits extends RelDataTypeSystemImpl {
        @Override
        public int getMaxPrecision(SqlTypeName typeName) {
            return switch (typeName) {
                case DECIMAL -> DecimalType.MAX_PRECISION;
                case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 6;
                default -> super.getMaxPrecision(typeName);
            };
        }

        @Override
        public int getMaxScale(SqlTypeName typeName) {
            return typeName == SqlTypeName.DECIMAL
                    ? DecimalType.MAX_PRECISION
                    : super.getMaxScale(typeName);
        }

        @Override
        public int getDefaultPrecision(SqlTypeName typeName) {
            return switch (typeName) {
                case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 6;
                case VARCHAR, VARBINARY -> Integer.MAX_VALUE;
                default -> super.getDefaultPrecision(typeName);
            };
        }
    }
}
