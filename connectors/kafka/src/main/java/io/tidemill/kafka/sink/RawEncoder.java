package io.tidemill.kafka.sink;

import io.tidemill.connect.RowEncoder;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;

/// The format `raw`: one column of type STRING or BINARY, whose bytes are the record; NULL is none.
public final class RawEncoder implements RowEncoder {
    private RawEncoder() {}

    /// @throws TidemillException INVALID_SCHEMA when there are other columns
    public static RawEncoder of(StructType schema) {
        if (!fits(schema)) {
            throw new TidemillException(
                    Condition.INVALID_SCHEMA,
                    "what is written in format raw is one column of type STRING or BINARY, not %s"
                            .formatted(schema.toDDL()),
                    "select or name one such column, or use another format, such as json");
        }
        return new RawEncoder();
    }

    private static boolean fits(StructType schema) {
        return schema.size() == 1 && isBytes(schema, 0);
    }

    static boolean isBytes(StructType schema, int column) {
        return schema.typeOf(column) instanceof StringType
                || schema.typeOf(column) instanceof BinaryType;
    }

    @Override
    public void encode(Batch batch, BytesColumn into) {
        var column = batch.bytes(0);
        into.clear();
        into.reserve(batch.rows());
        into.share(column.data());
        for (int row = 0; row < batch.rows(); row++) {
            if (column.isNull(row)) {
                into.setNull(row);
            } else {
                into.setView(row, column.starts()[row], column.ends()[row]);
            }
        }
    }
}
