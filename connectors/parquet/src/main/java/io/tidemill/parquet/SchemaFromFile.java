package io.tidemill.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// Turns the schema of a footer, a list of elements in depth-first order, into a tree.
///
/// Source: apache/parquet-format `LogicalTypes.md` and `parquet.thrift`. An annotation that this
/// library does not know is left out: the value is then what its physical type says.
final class SchemaFromFile {
    private static final int DEEPEST = 100;

    private final List<SchemaElement> elements;
    private int next;

    private SchemaFromFile(List<SchemaElement> elements) {
        this.elements = elements;
    }

    /// @throws IOException saying what is wrong with it
    static MessageType read(List<SchemaElement> elements) throws IOException {
        var reader = new SchemaFromFile(elements);
        var root = reader.take();
        return new MessageType(root.getName(), reader.children(root, 0));
    }

    private SchemaElement take() throws IOException {
        if (next >= elements.size()) {
            throw new IOException("the schema names more columns than it has");
        }
        return elements.get(next++);
    }

    private List<Type> children(SchemaElement parent, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("the schema is nested more than %d deep".formatted(DEEPEST));
        }
        var children = new ArrayList<Type>();
        for (int i = 0; i < parent.getNum_children(); i++) {
            children.add(type(take(), depth));
        }
        return children;
    }

    private Type type(SchemaElement element, int depth) throws IOException {
        var repetition = repetition(element);
        var annotation = annotation(element);
        if (element.isSetType() && !element.isSetNum_children()) {
            var primitive =
                    Types.primitive(PrimitiveTypeName.valueOf(primitiveName(element)), repetition)
                            .length(element.getType_length());
            return (annotation == null ? primitive : primitive.as(annotation))
                    .named(element.getName());
        }
        var fields = children(element, depth + 1);
        if (element.isSetType() || fields.isEmpty()) {
            throw new IOException(
                    "the field '%s' has neither a type nor fields".formatted(element.getName()));
        }
        var group = Types.buildGroup(repetition).addFields(fields.toArray(Type[]::new));
        return (annotation == null ? group : group.as(annotation)).named(element.getName());
    }

    private static String primitiveName(SchemaElement element) {
        var type = Failures.required(element.getType(), "the type of " + element.getName());
        return switch (type) {
            case BYTE_ARRAY -> "BINARY";
            case BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> type.name();
        };
    }

    private static Repetition repetition(SchemaElement element) {
        var repetition = element.getRepetition_type();
        return repetition == null ? Repetition.REQUIRED : Repetition.valueOf(repetition.name());
    }

    @SuppressWarnings("deprecation") // the old form has no other name in the library
    private static @Nullable LogicalTypeAnnotation annotation(SchemaElement element) {
        var logical = element.getLogicalType();
        if (logical != null && logical.isSet()) {
            return annotation(logical);
        }
        var converted = element.getConverted_type();
        if (converted == null) {
            return null;
        }
        return LogicalTypeAnnotation.fromOriginalType(
                org.apache.parquet.schema.OriginalType.valueOf(converted.name()),
                new org.apache.parquet.schema.DecimalMetadata(
                        element.getPrecision(), element.getScale()));
    }

    private static @Nullable LogicalTypeAnnotation annotation(LogicalType type) {
        return switch (type.getSetField()) {
            case STRING -> LogicalTypeAnnotation.stringType();
            case MAP -> LogicalTypeAnnotation.mapType();
            case LIST -> LogicalTypeAnnotation.listType();
            case ENUM -> LogicalTypeAnnotation.enumType();
            case DECIMAL ->
                    LogicalTypeAnnotation.decimalType(
                            type.getDECIMAL().getScale(), type.getDECIMAL().getPrecision());
            case DATE -> LogicalTypeAnnotation.dateType();
            case TIME ->
                    LogicalTypeAnnotation.timeType(
                            type.getTIME().isIsAdjustedToUTC(), unit(type.getTIME().getUnit()));
            case TIMESTAMP ->
                    LogicalTypeAnnotation.timestampType(
                            type.getTIMESTAMP().isIsAdjustedToUTC(),
                            unit(type.getTIMESTAMP().getUnit()));
            case INTEGER ->
                    LogicalTypeAnnotation.intType(
                            type.getINTEGER().getBitWidth(), type.getINTEGER().isIsSigned());
            case JSON -> LogicalTypeAnnotation.jsonType();
            case BSON -> LogicalTypeAnnotation.bsonType();
            case UUID -> LogicalTypeAnnotation.uuidType();
            case FLOAT16 -> LogicalTypeAnnotation.float16Type();
            default -> null; // always null, variant, geometry, and what later versions add
        };
    }

    private static LogicalTypeAnnotation.TimeUnit unit(@Nullable TimeUnit unit) {
        return switch (Failures.required(unit, "the unit of a time").getSetField()) {
            case MILLIS -> LogicalTypeAnnotation.TimeUnit.MILLIS;
            case MICROS -> LogicalTypeAnnotation.TimeUnit.MICROS;
            case NANOS -> LogicalTypeAnnotation.TimeUnit.NANOS;
        };
    }
}
