package io.tidemill.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// Turns a schema that [SchemaToFile] made into the list of a footer. Annotations are written in
/// both forms, the old one for old readers.
final class FooterSchema {
    private FooterSchema() {}

    static List<SchemaElement> elements(MessageType message) {
        var elements = new ArrayList<SchemaElement>();
        elements.add(new SchemaElement(message.getName()).setNum_children(message.getFieldCount()));
        message.getFields().forEach(field -> add(field, elements));
        return elements;
    }

    private static void add(org.apache.parquet.schema.Type type, List<SchemaElement> elements) {
        var element =
                new SchemaElement(type.getName())
                        .setRepetition_type(
                                FieldRepetitionType.valueOf(type.getRepetition().name()));
        annotate(type, element);
        elements.add(element);
        if (type instanceof GroupType group) {
            element.setNum_children(group.getFieldCount());
            group.getFields().forEach(field -> add(field, elements));
        } else {
            var primitive = type.asPrimitiveType();
            element.setType(physical(primitive.getPrimitiveTypeName()));
            if (primitive.getTypeLength() > 0) {
                element.setType_length(primitive.getTypeLength());
            }
        }
    }

    static Type physical(PrimitiveTypeName name) {
        return name == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(name.name());
    }

    private static void annotate(org.apache.parquet.schema.Type type, SchemaElement element) {
        switch (type.getLogicalTypeAnnotation()) {
            case null -> {}
            case StringLogicalTypeAnnotation _ ->
                    element.setConverted_type(ConvertedType.UTF8)
                            .setLogicalType(LogicalType.STRING(new StringType()));
            case DateLogicalTypeAnnotation _ ->
                    element.setConverted_type(ConvertedType.DATE)
                            .setLogicalType(LogicalType.DATE(new DateType()));
            case ListLogicalTypeAnnotation _ ->
                    element.setConverted_type(ConvertedType.LIST)
                            .setLogicalType(LogicalType.LIST(new ListType()));
            case MapLogicalTypeAnnotation _ ->
                    element.setConverted_type(ConvertedType.MAP)
                            .setLogicalType(LogicalType.MAP(new MapType()));
            case IntLogicalTypeAnnotation ints ->
                    element.setConverted_type(
                                    ints.getBitWidth() == 8
                                            ? ConvertedType.INT_8
                                            : ConvertedType.INT_16)
                            .setLogicalType(
                                    LogicalType.INTEGER(
                                            new IntType((byte) ints.getBitWidth(), true)));
            case DecimalLogicalTypeAnnotation decimal ->
                    element.setConverted_type(ConvertedType.DECIMAL)
                            .setScale(decimal.getScale())
                            .setPrecision(decimal.getPrecision())
                            .setLogicalType(
                                    LogicalType.DECIMAL(
                                            new DecimalType(
                                                    decimal.getScale(), decimal.getPrecision())));
            case TimestampLogicalTypeAnnotation time -> {
                if (time.isAdjustedToUTC()) {
                    element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
                }
                element.setLogicalType(
                        LogicalType.TIMESTAMP(
                                new TimestampType(
                                        time.isAdjustedToUTC(),
                                        TimeUnit.MICROS(new MicroSeconds()))));
            }
            default ->
                    throw new IllegalStateException(
                            "no column is written as " + type.getLogicalTypeAnnotation());
        }
    }
}
