package io.tidemill.parse;

import io.tidemill.parse.Catalog.Entry.Stored;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/// What stands behind a table's name in one analysis: a stored table, or another relation.
public final class BoundTable extends AbstractTable implements TranslatableTable {
    private static final String MARK = "\u0001";

    private final @Nullable Stored stored;
    private final boolean streaming;
    private final @Nullable Relation relation;

    private BoundTable(@Nullable Stored stored, boolean streaming, @Nullable Relation relation) {
        this.stored = stored;
        this.streaming = streaming;
        this.relation = relation;
    }

    static BoundTable of(Stored stored, boolean streaming) {
        return new BoundTable(stored, streaming, null);
    }

    static BoundTable of(Relation relation) {
        return new BoundTable(null, relation.isStreaming(), relation);
    }

    /// The stored table.
    public Stored stored() {
        if (stored == null) {
            throw new IllegalStateException("a relation is no stored table");
        }
        return stored;
    }

    /// Whether it is read as a stream.
    public boolean streaming() {
        return streaming;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        return Types.toRow(
                factory, relation != null ? unambiguous(relation.schema()) : stored().schema());
    }

    /// The columns, of which those that share a name get a mark that makes them differ: Calcite
    /// could not even pass them on otherwise.
    static StructType unambiguous(StructType schema) {
        var seen = new TreeMap<String, Integer>(String.CASE_INSENSITIVE_ORDER);
        schema.fieldList().forEach(field -> seen.merge(field.name(), 1, Integer::sum));
        var fields = new ArrayList<StructField>();
        for (var field : schema.fieldList()) {
            boolean shared = seen.getOrDefault(field.name(), 0) > 1;
            fields.add(
                    shared
                            ? new StructField(
                                    marked(field.name(), fields.size()),
                                    field.dataType(),
                                    field.nullable())
                            : field);
        }
        return new StructType(fields);
    }

    /// The name of a column that shares it with another one.
    static String marked(String name, int index) {
        return plain(name) + MARK + index;
    }

    /// The name of a column without the mark that it may have got; one that begins like a mark is
    /// made up, and stays.
    static String plain(String name) {
        int mark = name.indexOf(MARK, 1);
        return mark < 0 ? name : name.substring(0, mark);
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        return relation != null
                ? relation.algebra()
                : LogicalTableScan.create(context.getCluster(), table, List.of());
    }
}
