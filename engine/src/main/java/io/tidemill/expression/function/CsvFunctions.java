package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Casts;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Functions of CSV in text.
final class CsvFunctions {
    /// What a field is taken for, the narrowest first. Source: Spark's `CSVInferSchema`.
    private static final List<DataType> NARROWEST =
            List.of(
                    DataTypes.IntegerType,
                    DataTypes.LongType,
                    DataTypes.DoubleType,
                    DataTypes.DateType,
                    DataTypes.TimestampType);

    private CsvFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.CSV, "from_csv(csv, schema[, options])")
                .says(
                        "The struct that a record of CSV is, by a schema in DDL. What does not fit"
                                + " is NULL; options are those of CSV files.")
                .example("from_csv('1, 0.8', 'a INT, b DOUBLE')")
                .withTyping(CsvFunctions::fromCsv);
        catalog.define(Group.CSV, "to_csv(struct[, options])")
                .says("A struct as a record of CSV.")
                .example("to_csv(named_struct('a', 1, 'b', 'x, y'))")
                .withTyping(CsvFunctions::toCsv);
        catalog.define(Group.CSV, "schema_of_csv(csv[, options])")
                .says("The type of a record of CSV, which must be a constant, as DDL.")
                .example("schema_of_csv('1,abc')")
                .withTyping(CsvFunctions::schemaOf);
    }

    private static Signature fromCsv(Arguments arguments) {
        arguments.countBetween(2, 3);
        if (!(arguments.type(0) instanceof StringType)
                && !(arguments.type(0) instanceof NullType)) {
            throw arguments.unexpected(0, Kind.TEXT.describe());
        }
        if (!(Types.withNulls(JsonFunctions.schema(arguments)) instanceof StructType type)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__INVALID_JSON_SCHEMA,
                    "Input schema %s must be a struct"
                            .formatted(QueryErrors.quoted(JsonFunctions.schema(arguments))));
        }
        var settings = JsonSettings.of(arguments, 2);
        JsonFunctions.checkMode("from_csv", settings);
        var reader = new FromCsv(type, settings);
        Body body = (a, e) -> a[0] == null ? null : reader.read(Catalog.the(a[0]), e.zone());
        var types = new ArrayList<DataType>(arguments.types());
        types.set(0, DataTypes.StringType);
        return new Signature(types, type, true, body);
    }

    private static Signature toCsv(Arguments arguments) {
        arguments.countBetween(1, 2);
        if (!(arguments.type(0) instanceof StructType type)) {
            throw arguments.unexpected(0, "\"STRUCT\"");
        }
        var writer = new ToCsv(JsonSettings.of(arguments, 1));
        Body body = (a, e) -> a[0] == null ? null : writer.write(Catalog.the(a[0]), type, e.zone());
        return new Signature(
                arguments.types(), DataTypes.StringType, arguments.get(0).nullable(), body);
    }

    private static Signature schemaOf(Arguments arguments) {
        arguments.countBetween(1, 2);
        var csv = arguments.requireConstant(0, "csv", DataTypes.StringType);
        if (!(csv instanceof String text)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__UNEXPECTED_NULL, "The `csv` must not be null");
        }
        var fields = new ArrayList<StructField>();
        for (var field : new CsvLine(JsonSettings.of(arguments, 1), false).read(text)) {
            fields.add(new StructField("_c" + fields.size(), type(field)));
        }
        var ddl = new StructType(fields).sql();
        return new Signature(
                List.copyOf(arguments.types()), DataTypes.StringType, false, (_, _) -> ddl);
    }

    private static DataType type(@Nullable String field) {
        if (field == null) {
            return DataTypes.StringType;
        }
        var lower = field.toLowerCase(Locale.ROOT);
        if (lower.equals("true") || lower.equals("false")) {
            return DataTypes.BooleanType;
        }
        return NARROWEST.stream()
                .filter(type -> fits(field, type))
                .findFirst()
                .orElse(DataTypes.StringType);
    }

    private static boolean fits(String field, DataType type) {
        if (type instanceof DateType && field.length() > "yyyy-MM-dd".length()) {
            return false; // a time is more than a date, though it can be cast to one
        }
        try {
            return Casts.cast(field, DataTypes.StringType, type, ZoneOffset.UTC) != null;
        } catch (TidemillException _) {
            return false;
        }
    }
}
