package io.tidemill.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.RowGroup;

/// The packed pages of a row group, a chunk a column, until the group is full and is written.
final class RowGroupPages implements PageWriteStore {
    private final CompressionCodec codec;
    private final Map<ColumnDescriptor, ChunkWriter> chunks = new HashMap<>();

    RowGroupPages(CompressionCodec codec) {
        this.codec = codec;
    }

    @Override
    public PageWriter getPageWriter(ColumnDescriptor column) {
        return chunk(column);
    }

    private ChunkWriter chunk(ColumnDescriptor column) {
        return chunks.computeIfAbsent(column, c -> new ChunkWriter(c, codec));
    }

    /// Writes the chunks in the order of the columns.
    RowGroup writeTo(CountingOutput out, List<ColumnDescriptor> columns, long rows)
            throws IOException {
        long begin = out.count();
        long plain = 0;
        var written = new ArrayList<ColumnChunk>();
        for (var column : columns) {
            var chunk = chunk(column);
            written.add(chunk.writeTo(out));
            plain += chunk.plainBytes();
        }
        return new RowGroup(written, plain, rows)
                .setFile_offset(begin)
                .setTotal_compressed_size(out.count() - begin);
    }
}
