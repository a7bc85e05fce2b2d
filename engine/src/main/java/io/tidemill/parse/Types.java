package io.tidemill.parse;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.util.ArrayList;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/// Our types as Calcite's and back. Each of ours has one of Calcite's, so nothing is lost.
public final class Types {
    private static final TimeUnit[] TIMES = {
        TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND
    };
    private static final int TIMESTAMP_DIGITS = 6;

    private Types() {}

    /// Calcite's form of a type.
    public static RelDataType toCalcite(
            RelDataTypeFactory factory, DataType type, boolean nullable) {
        return factory.createTypeWithNullability(toCalcite(factory, type), nullable);
    }

    private static RelDataType toCalcite(RelDataTypeFactory factory, DataType type) {
        return switch (type) {
            case BooleanType _ -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case ByteType _ -> factory.createSqlType(SqlTypeName.TINYINT);
            case ShortType _ -> factory.createSqlType(SqlTypeName.SMALLINT);
            case IntegerType _ -> factory.createSqlType(SqlTypeName.INTEGER);
            case LongType _ -> factory.createSqlType(SqlTypeName.BIGINT);
            case FloatType _ -> factory.createSqlType(SqlTypeName.REAL);
            case DoubleType _ -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DecimalType decimal ->
                    factory.createSqlType(
                            SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
            case StringType _ -> factory.createSqlType(SqlTypeName.VARCHAR);
            case BinaryType _ -> factory.createSqlType(SqlTypeName.VARBINARY);
            case DateType _ -> factory.createSqlType(SqlTypeName.DATE);
            case TimestampType _ ->
                    factory.createSqlType(
                            SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_DIGITS);
            case TimestampNTZType _ ->
                    factory.createSqlType(SqlTypeName.TIMESTAMP, TIMESTAMP_DIGITS);
            case NullType _ -> factory.createSqlType(SqlTypeName.NULL);
            case DayTimeIntervalType interval ->
                    factory.createSqlIntervalType(
                            new SqlIntervalQualifier(
                                    TIMES[interval.startField()],
                                    interval.startField() == interval.endField()
                                            ? null
                                            : TIMES[interval.endField()],
                                    SqlParserPos.ZERO));
            case YearMonthIntervalType interval ->
                    factory.createSqlIntervalType(
                            new SqlIntervalQualifier(
                                    interval.startField() == 0 ? TimeUnit.YEAR : TimeUnit.MONTH,
                                    interval.startField() == 0 && interval.endField() == 1
                                            ? TimeUnit.MONTH
                                            : null,
                                    SqlParserPos.ZERO));
            case ArrayType array ->
                    factory.createArrayType(
                            toCalcite(factory, array.elementType(), array.containsNull()), -1);
            case MapType map ->
                    factory.createMapType(
                            toCalcite(factory, map.keyType(), false),
                            toCalcite(factory, map.valueType(), map.valueContainsNull()));
            case StructType struct -> ((SparkTypeFactory) factory).struct(struct);
        };
    }

    /// The columns of a table as Calcite's row type.
    public static RelDataType toRow(RelDataTypeFactory factory, StructType struct) {
        var types = new ArrayList<RelDataType>();
        var names = new ArrayList<String>();
        for (var field : struct.fieldList()) {
            types.add(toCalcite(factory, field.dataType(), field.nullable()));
            names.add(field.name());
        }
        return factory.createStructType(StructKind.FULLY_QUALIFIED, types, names);
    }

    /// Our form of a type that [#toCalcite] made, or that the validator made of such types.
    public static DataType fromCalcite(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> DataTypes.BooleanType;
            case TINYINT -> DataTypes.ByteType;
            case SMALLINT -> DataTypes.ShortType;
            case INTEGER -> DataTypes.IntegerType;
            case BIGINT -> DataTypes.LongType;
            case REAL -> DataTypes.FloatType;
            case DOUBLE, FLOAT -> DataTypes.DoubleType;
            case DECIMAL -> new DecimalType(type.getPrecision(), type.getScale());
            case CHAR, VARCHAR -> DataTypes.StringType;
            case BINARY, VARBINARY -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DataTypes.TimestampType;
            case TIMESTAMP -> DataTypes.TimestampNTZType;
            case NULL -> DataTypes.NullType;
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> months(type);
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND ->
                    times(type);
            case ARRAY -> {
                var element = java.util.Objects.requireNonNull(type.getComponentType());
                yield new ArrayType(fromCalcite(element), element.isNullable());
            }
            case MAP -> {
                var key = java.util.Objects.requireNonNull(type.getKeyType());
                var value = java.util.Objects.requireNonNull(type.getValueType());
                yield new MapType(fromCalcite(key), fromCalcite(value), value.isNullable());
            }
            case ROW -> fromRow(type);
            default -> throw new IllegalStateException("no type of ours is Calcite's " + type);
        };
    }

    /// The columns of Calcite's row type.
    public static StructType fromRow(RelDataType row) {
        return new StructType(
                row.getFieldList().stream()
                        .map(f ->
                                new StructField(
                                        f.getName(),
                                        fromCalcite(f.getType()),
                                        f.getType().isNullable()))
                        .toList());
    }

    private static DataType months(RelDataType type) {
        var name = type.getSqlTypeName();
        return new YearMonthIntervalType(
                (byte) (name == SqlTypeName.INTERVAL_MONTH ? 1 : 0),
                (byte) (name == SqlTypeName.INTERVAL_YEAR ? 0 : 1));
    }

    private static DataType times(RelDataType type) {
        var name = type.getSqlTypeName();
        return new DayTimeIntervalType(field(name.getStartUnit()), field(name.getEndUnit()));
    }

    private static byte field(TimeUnit unit) {
        for (byte i = 0; i < TIMES.length; i++) {
            if (TIMES[i] == unit) {
                return i;
            }
        }
        throw new IllegalStateException("no field of an interval is " + unit);
    }
}
