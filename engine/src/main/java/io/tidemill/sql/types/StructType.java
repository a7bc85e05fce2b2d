package io.tidemill.sql.types;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The columns of a table, or the fields of a nested value, in their order.
public record StructType(List<StructField> fieldList) implements DataType {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public StructType {
        fieldList = List.copyOf(fieldList);
    }

    /// A type without columns, to [#add] to.
    public StructType() {
        this(List.of());
    }

    public StructType(StructField[] fields) {
        this(List.of(fields));
    }

    /// Reads columns written in DDL: `device STRING, signal DOUBLE NOT NULL`.
    ///
    /// @throws IllegalArgumentException when the text is not a list of columns; the message says
    ///   where
    public static StructType fromDDL(String ddl) {
        return DdlParser.parseColumns(ddl);
    }

    public StructType add(StructField field) {
        var fields = new ArrayList<>(fieldList);
        fields.add(field);
        return new StructType(fields);
    }

    public StructType add(String name, DataType type) {
        return add(new StructField(name, type));
    }

    public StructType add(String name, DataType type, boolean nullable) {
        return add(new StructField(name, type, nullable));
    }

    public StructType add(String name, DataType type, boolean nullable, Metadata metadata) {
        return add(new StructField(name, type, nullable, metadata));
    }

    public StructType add(String name, DataType type, boolean nullable, String comment) {
        return add(new StructField(name, type, nullable, Optional.of(comment)));
    }

    /// @param ddl the type in DDL, `array<int>`
    public StructType add(String name, String ddl, boolean nullable) {
        return add(name, DataType.fromDDL(ddl), nullable);
    }

    public StructType add(String name, String ddl) {
        return add(name, DataType.fromDDL(ddl));
    }

    public StructField[] fields() {
        return fieldList.toArray(StructField[]::new);
    }

    public String[] fieldNames() {
        return fieldList.stream().map(StructField::name).toArray(String[]::new);
    }

    public StructField field(int index) {
        return fieldList.get(index);
    }

    public DataType typeOf(int index) {
        return fieldList.get(index).dataType();
    }

    /// How many columns there are.
    public int size() {
        return fieldList.size();
    }

    /// How many columns there are.
    public int length() {
        return fieldList.size();
    }

    /// Where the column of exactly this name stands.
    ///
    /// @throws IllegalArgumentException when there is none; the message lists those there are
    public int fieldIndex(String name) {
        int index = indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "%s does not exist. Available: %s"
                            .formatted(name, String.join(", ", Arrays.asList(fieldNames()))));
        }
        return index;
    }

    /// Where the column of exactly this name stands, or -1.
    public int indexOf(String name) {
        for (int i = 0; i < fieldList.size(); i++) {
            if (fieldList.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// The same columns, each of which may be NULL, nested ones as well: what a source promises.
    public StructType asNullable() {
        return (StructType) asNullable(this);
    }

    private static DataType asNullable(DataType type) {
        return switch (type) {
            case StructType struct ->
                    new StructType(
                            struct.fieldList.stream()
                                    .map(f ->
                                            new StructField(
                                                    f.name(),
                                                    asNullable(f.dataType()),
                                                    true,
                                                    f.comment()))
                                    .toList());
            case ArrayType array -> new ArrayType(asNullable(array.elementType()), true);
            case MapType map ->
                    new MapType(asNullable(map.keyType()), asNullable(map.valueType()), true);
            default -> type;
        };
    }

    /// The columns as DDL writes them: `device STRING, signal DOUBLE`.
    public String toDDL() {
        return fieldList.stream().map(StructField::toDDL).collect(Collectors.joining(", "));
    }

    /// The columns one to a line, as `printSchema` shows them.
    public String treeString() {
        var text = new StringBuilder("root\n");
        TypeTree.append(text, this, " |");
        return text.toString();
    }

    @Override
    public String typeName() {
        return fieldList.stream()
                .map(f -> f.name() + ":" + f.dataType().typeName())
                .collect(Collectors.joining(",", "struct<", ">"));
    }

    @Override
    public String sql() {
        return fieldList.stream()
                .map(f ->
                        quoteIfNeeded(f.name())
                                + ": "
                                + f.dataType().sql()
                                + (f.nullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }

    @Override
    public String toString() {
        return typeName();
    }

    static String quoteIfNeeded(String name) {
        return PLAIN_NAME.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
    }
}
