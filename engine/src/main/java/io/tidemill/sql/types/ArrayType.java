package io.tidemill.sql.types;

/// A list of values of one type.
///
/// @param elementType the type of every element
/// @param containsNull whether an element may be NULL
public record ArrayType(DataType elementType, boolean containsNull) implements DataType {
    /// An array whose elements may be NULL.
    public ArrayType(DataType elementType) {
        this(elementType, true);
    }

    @Override
    public String typeName() {
        return "array<" + elementType.typeName() + ">";
    }

    @Override
    public String sql() {
        return "ARRAY<" + elementType.sql() + ">";
    }
}
