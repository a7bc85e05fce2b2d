package io.tidemill.kafka.sink;

import io.tidemill.connect.RowEncoder;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;

/// Some columns of a row as bytes: its key or its value. One owner.
final class Part {
    private final StructType schema;
    private final int[] columns;
    private final RowEncoder encoder;
    private final BytesColumn encoded = new BytesColumn(DataTypes.BinaryType, 0);

    /// @param columns of the rows, in the order that they have in the record
    /// @param encoder for rows of [#schema(StructType, List)]
    Part(StructType rows, List<Integer> columns, RowEncoder encoder) {
        this.schema = schema(rows, columns);
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.encoder = encoder;
    }

    /// These columns of rows.
    static StructType schema(StructType rows, List<Integer> columns) {
        var fields = new ArrayList<StructField>();
        columns.forEach(column -> fields.add(rows.field(column)));
        return new StructType(fields);
    }

    /// Row r of what is returned is the part of row r; good until the next call.
    BytesColumn encode(Batch batch) {
        var own = new Column[columns.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = batch.column(columns[i]);
        }
        var rows = new Batch(schema, own);
        rows.setRows(batch.rows());
        encoder.encode(rows, encoded);
        return encoded;
    }
}
