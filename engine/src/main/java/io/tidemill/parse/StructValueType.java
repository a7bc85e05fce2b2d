package io.tidemill.parse;

import java.util.List;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelRecordType;

/// The type of a struct that is a value, which differs from the row of a table: when it may be NULL
/// its fields are what they were, while the columns of rows that may be missing can all be NULL.
final class StructValueType extends RelRecordType {
    private static final long serialVersionUID = 1;

    StructValueType(List<RelDataTypeField> fields, boolean nullable) {
        super(org.apache.calcite.rel.type.StructKind.FULLY_QUALIFIED, fields, nullable);
    }

    @Override
    protected void generateTypeString(StringBuilder text, boolean withDetail) {
        text.append("Struct");
        super.generateTypeString(text, withDetail);
    }
}
