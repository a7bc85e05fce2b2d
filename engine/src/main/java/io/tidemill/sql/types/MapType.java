package io.tidemill.sql.types;

/// Values by key; keys are never NULL and stand once.
///
/// @param valueContainsNull whether a value may be NULL
public record MapType(DataType keyType, DataType valueType, boolean valueContainsNull)
        implements DataType {
    /// A map whose values may be NULL.
    public MapType(DataType keyType, DataType valueType) {
        this(keyType, valueType, true);
    }

    @Override
    public String typeName() {
        return "map<" + keyType.typeName() + "," + valueType.typeName() + ">";
    }

    @Override
    public String sql() {
        return "MAP<" + keyType.sql() + ", " + valueType.sql() + ">";
    }
}
