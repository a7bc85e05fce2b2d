package io.tidemill.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/// A field of a file, as what it means: the several ways in which writers put lists and maps into
/// groups are told apart here and nowhere else.
///
/// Levels are Dremel's: an entry of a leaf has a definition level, how many of the optional and
/// repeated fields above it are there, and a repetition level, which of the repeated ones goes on.
///
/// Source: apache/parquet-format `LogicalTypes.md`, Lists and Maps, with their rules for older
/// files.
sealed interface FileField {
    /// From which definition level on the value is there.
    int definition();

    /// A column of values.
    record Leaf(ColumnDescriptor column, PrimitiveType type, int definition) implements FileField {}

    /// A struct.
    record Group(List<Member> members, int definition) implements FileField {
        public Group {
            members = List.copyOf(members);
        }
    }

    record Member(String name, FileField field) {}

    /// A list.
    ///
    /// @param elementDefinition from which definition level on there is an element
    /// @param repetition at which repetition level an entry is a further element
    record Listing(FileField element, int definition, int elementDefinition, int repetition)
            implements FileField {}

    /// A map; levels as those of a list of its entries.
    record Mapping(
            FileField key, FileField value, int definition, int elementDefinition, int repetition)
            implements FileField {}

    /// The columns of a file.
    static Group of(MessageType schema) {
        return new Tree(schema).group(schema, new ArrayList<>(), 0, 0);
    }

    /// Walks a schema; `path`, `definition` and `repetition` are those of the field at hand, its
    /// own repetition counted in.
    final class Tree {
        private final MessageType schema;

        private Tree(MessageType schema) {
            this.schema = schema;
        }

        private Group group(GroupType type, List<String> path, int definition, int repetition) {
            var members = new ArrayList<Member>();
            for (var field : type.getFields()) {
                members.add(
                        new Member(field.getName(), member(field, path, definition, repetition)));
            }
            return new Group(members, definition);
        }

        /// A field below a parent with these levels.
        private FileField member(Type type, List<String> parent, int definition, int repetition) {
            var path = new ArrayList<>(parent);
            path.add(type.getName());
            if (type.isRepetition(Repetition.REPEATED)) {
                return new Listing(
                        field(type, path, definition + 1, repetition + 1),
                        definition,
                        definition + 1,
                        repetition + 1);
            }
            int optional = type.isRepetition(Repetition.OPTIONAL) ? 1 : 0;
            return field(type, path, definition + optional, repetition);
        }

        private FileField field(Type type, List<String> path, int definition, int repetition) {
            if (type.isPrimitive()) {
                return new Leaf(
                        schema.getColumnDescription(path.toArray(String[]::new)),
                        type.asPrimitiveType(),
                        definition);
            }
            var group = type.asGroupType();
            if (isList(group)) {
                return list(group, path, definition, repetition);
            }
            if (isMap(group)) {
                return map(group, path, definition, repetition);
            }
            return group(group, path, definition, repetition);
        }

        private static boolean isList(GroupType group) {
            return group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
                    && group.getFieldCount() == 1
                    && group.getType(0).isRepetition(Repetition.REPEATED);
        }

        private static boolean isMap(GroupType group) {
            var annotation = group.getLogicalTypeAnnotation();
            return (annotation instanceof MapLogicalTypeAnnotation
                            || annotation instanceof MapKeyValueTypeAnnotation)
                    && group.getFieldCount() == 1
                    && group.getType(0).isRepetition(Repetition.REPEATED)
                    && !group.getType(0).isPrimitive()
                    && group.getType(0).asGroupType().getFieldCount() <= 2;
        }

        private Listing list(GroupType group, List<String> path, int definition, int repetition) {
            var repeated = group.getType(0);
            var below = new ArrayList<>(path);
            below.add(repeated.getName());
            var element =
                    isElement(repeated, group.getName())
                            ? field(repeated, below, definition + 1, repetition + 1)
                            : member(
                                    repeated.asGroupType().getType(0),
                                    below,
                                    definition + 1,
                                    repetition + 1);
            return new Listing(element, definition, definition + 1, repetition + 1);
        }

        /// Whether the repeated field is the element, as in two-level lists, and not a wrapper of
        /// it.
        private static boolean isElement(Type repeated, String parent) {
            if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() > 1) {
                return true;
            }
            var only = repeated.asGroupType().getType(0);
            return only.isRepetition(Repetition.REPEATED)
                    || (repeated.getName().equals("array") && !isNamedElement(only))
                    || repeated.getName().equals(parent + "_tuple");
        }

        /// Some writers call the wrapper `array`, which the rules keep for elements; an optional
        /// field called `element` in it gives them away.
        private static boolean isNamedElement(Type only) {
            return only.getName().equals("element") && only.isRepetition(Repetition.OPTIONAL);
        }

        /// Entries without values are a set, read as a list of its keys.
        private FileField map(GroupType group, List<String> path, int definition, int repetition) {
            var entry = group.getType(0).asGroupType();
            var below = new ArrayList<>(path);
            below.add(entry.getName());
            var key = member(entry.getType(0), below, definition + 1, repetition + 1);
            if (entry.getFieldCount() == 1) {
                return new Listing(key, definition, definition + 1, repetition + 1);
            }
            var value = member(entry.getType(1), below, definition + 1, repetition + 1);
            return new Mapping(key, value, definition, definition + 1, repetition + 1);
        }
    }
}
