package io.tidemill.parquet;

import io.tidemill.connect.FormatWriter;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// Writes rows as one Parquet file: row groups as they fill up, the footer at the end.
///
/// Types are written as Spark writes them, timestamps as microseconds. The footer also holds
/// Spark's description of the columns, so that Spark finds the types that Parquet has no word for.
final class ParquetWriter implements FormatWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";
    private static final String CREATED_BY = "tidemill version 0.1.0";
    private static final int ROWS_BETWEEN_CHECKS = 512;

    private final CountingOutput out;
    private final StructType schema;
    private final MessageType message;
    private final ParquetOptions options;
    private final ParquetProperties properties;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private @Nullable Group group;
    private long rows;

    /// The row group that is being filled.
    private record Group(RowGroupPages pages, ColumnWriteStore store, RowWriter rows) {}

    ParquetWriter(OutputStream out, StructType schema, ParquetOptions options) throws IOException {
        this.out = new CountingOutput(out);
        this.schema = schema;
        this.options = options;
        message = SchemaToFile.message(schema);
        properties =
                ParquetProperties.builder()
                        .withPageSize((int) options.pageSize().bytes())
                        .withDictionaryEncoding(options.dictionary())
                        .withSizeStatisticsEnabled(false)
                        .build();
        this.out.write(MAGIC);
    }

    @Override
    public void write(Batch batch, int @Nullable [] selection, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            open().rows().write(batch, selection == null ? i : selection[i]);
            if (++rows % ROWS_BETWEEN_CHECKS == 0 && isFull()) {
                finishGroup();
            }
        }
    }

    private boolean isFull() {
        return group != null && group.store().getBufferedSize() >= options.rowGroupSize().bytes();
    }

    private Group open() {
        if (group == null) {
            var pages = new RowGroupPages(PageCodec.codec(options.compression()));
            var store = properties.newColumnWriteStore(message, pages);
            var consumer = new ColumnIOFactory().getColumnIO(message).getRecordWriter(store);
            group = new Group(pages, store, new RowWriter(schema, consumer));
        }
        return group;
    }

    private void finishGroup() throws IOException {
        if (group == null) {
            return;
        }
        group.rows().flush();
        group.store().flush();
        rowGroups.add(group.pages().writeTo(out, message.getColumns(), group.rows().count()));
        group.store().close();
        group = null;
    }

    @Override
    public void finish() throws IOException {
        finishGroup();
        var meta = new FileMetaData(1, FooterSchema.elements(message), rows, rowGroups);
        meta.setCreated_by(CREATED_BY);
        meta.addToKey_value_metadata(new KeyValue(SPARK_SCHEMA).setValue(schema.json()));
        for (int i = 0; i < message.getColumns().size(); i++) {
            meta.addToColumn_orders(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        long footer = out.count();
        Util.writeFileMetaData(meta, out);
        int length = Math.toIntExact(out.count() - footer);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(length >>> shift);
        }
        out.write(MAGIC);
        out.flush();
    }
}
