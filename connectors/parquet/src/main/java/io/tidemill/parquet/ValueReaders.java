package io.tidemill.parquet;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings together the columns of a file and those that are asked for: by name, by its exact
/// letters first and else without regard to case, at each level. What the file does not have is
/// NULL.
final class ValueReaders {
    private final Path file;

    ValueReaders(Path file) {
        this.file = file;
    }

    /// A reader for each of the columns, empty where the file has none.
    ///
    /// @throws TidemillException FAILED_READ_FILE when one cannot be read at the type asked for
    List<Optional<ValueReader>> of(FileField.Group fields, StructType columns) {
        var readers = new ArrayList<Optional<ValueReader>>();
        for (var column : columns.fieldList()) {
            readers.add(
                    find(fields, column.name())
                            .map(member -> of(member.field(), column.dataType(), column.name())));
        }
        return readers;
    }

    private static Optional<FileField.Member> find(FileField.Group fields, String name) {
        return fields.members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .or(() ->
                        fields.members().stream()
                                .filter(member -> member.name().equalsIgnoreCase(name))
                                .findFirst());
    }

    private ValueReader of(FileField field, DataType wanted, String path) {
        return switch (field) {
            case FileField.Leaf leaf ->
                    new ValueReader.OfLeaf(
                            leaf,
                            Decoders.of(leaf.type(), wanted)
                                    .orElseThrow(() -> mismatch(field, wanted, path)));
            case FileField.Group group when wanted instanceof StructType struct ->
                    struct(group, struct, path);
            case FileField.Listing list when wanted instanceof ArrayType array ->
                    new ValueReader.OfList(
                            of(list.element(), array.elementType(), path + "[]"), list);
            case FileField.Mapping map when wanted instanceof MapType type ->
                    new ValueReader.OfMap(
                            of(map.key(), type.keyType(), path + ".key"),
                            of(map.value(), type.valueType(), path + ".value"),
                            map);
            case FileField.Group _, FileField.Listing _, FileField.Mapping _ ->
                    throw mismatch(field, wanted, path);
        };
    }

    private ValueReader struct(FileField.Group group, StructType wanted, String path) {
        var fields = new ArrayList<ValueReader.OfStruct.Field>();
        var missing = new ArrayList<Integer>();
        for (int i = 0; i < wanted.size(); i++) {
            var field = wanted.field(i);
            var member = find(group, field.name());
            if (member.isPresent()) {
                var reader = of(member.get().field(), field.dataType(), path + "." + field.name());
                fields.add(new ValueReader.OfStruct.Field(reader, i));
            } else {
                missing.add(i);
            }
        }
        if (fields.isEmpty()) {
            fields.add(new ValueReader.OfStruct.Field(anyLeaf(group), -1));
        }
        return new ValueReader.OfStruct(fields, missing, group.definition());
    }

    /// Some reader below, only to learn whether the struct is there.
    private ValueReader anyLeaf(FileField.Group group) {
        var member = group.members().getFirst();
        return of(member.field(), FileTypes.of(member.field()), member.name());
    }

    private TidemillException mismatch(FileField field, DataType wanted, String path) {
        return new TidemillException(
                Condition.FAILED_READ_FILE,
                "%s cannot be read: its column %s is %s (%s), but the table declares %s"
                        .formatted(
                                file,
                                path,
                                FileTypes.of(field).sql(),
                                field instanceof FileField.Leaf leaf
                                        ? leaf.type().toString()
                                        : "a group",
                                wanted.sql()),
                "declare the column at the file's type and cast it in the query");
    }
}
