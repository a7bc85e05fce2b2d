package io.tidemill.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// Packs the pages of one column of one row group, with a checksum each, and keeps them in memory.
final class ChunkWriter implements PageWriter {
    private static final int LONGEST_BOUND = 1024; // bytes of a least or greatest value

    private final ColumnDescriptor column;
    private final CompressionCodec codec;
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private final Set<Encoding> encodings = new LinkedHashSet<>();
    private byte @Nullable [] dictionary;
    private @Nullable Statistics<?> statistics;
    private long values;
    private long plainBytes;

    ChunkWriter(ColumnDescriptor column, CompressionCodec codec) {
        this.column = column;
        this.codec = codec;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract, and what the others come down to
    public void writePage(
            BytesInput bytes,
            int valueCount,
            Statistics<?> statistics,
            Encoding rlEncoding,
            Encoding dlEncoding,
            Encoding valuesEncoding)
            throws IOException {
        byte[] plain = bytes(bytes);
        byte[] packed = PageCodec.pack(codec, plain);
        var header = header(PageType.DATA_PAGE, plain, packed);
        header.setData_page_header(
                new DataPageHeader(
                        valueCount,
                        encoding(valuesEncoding),
                        encoding(dlEncoding),
                        encoding(rlEncoding)));
        int before = pages.size();
        Util.writePageHeader(header, pages);
        plainBytes += pages.size() - before + plain.length;
        pages.write(packed);
        values += valueCount;
        encodings.addAll(List.of(rlEncoding, dlEncoding, valuesEncoding));
        if (this.statistics == null) {
            this.statistics = statistics.copy();
        } else {
            this.statistics.mergeStatistics(statistics);
        }
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            Encoding rlEncoding,
            Encoding dlEncoding,
            Encoding valuesEncoding)
            throws IOException {
        writePage(bytes, valueCount, statistics, rlEncoding, dlEncoding, valuesEncoding);
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            @Nullable SizeStatistics sizes,
            @Nullable GeospatialStatistics places,
            Encoding rlEncoding,
            Encoding dlEncoding,
            Encoding valuesEncoding)
            throws IOException {
        writePage(bytes, valueCount, statistics, rlEncoding, dlEncoding, valuesEncoding);
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding dataEncoding,
            BytesInput data,
            Statistics<?> statistics) {
        throw new IllegalStateException("pages of the second version are not written");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        byte[] plain = bytes(page.getBytes());
        byte[] packed = PageCodec.pack(codec, plain);
        var header = header(PageType.DICTIONARY_PAGE, plain, packed);
        header.setDictionary_page_header(
                new DictionaryPageHeader(page.getDictionarySize(), encoding(page.getEncoding())));
        var bytes = new ByteArrayOutputStream(packed.length + 64);
        Util.writePageHeader(header, bytes);
        plainBytes += bytes.size() + plain.length;
        bytes.write(packed);
        dictionary = bytes.toByteArray();
        encodings.add(page.getEncoding());
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        var bytes = new ByteArrayOutputStream(Math.toIntExact(input.size()));
        input.writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private static PageHeader header(PageType type, byte[] plain, byte[] packed) {
        var crc = new CRC32();
        crc.update(packed, 0, packed.length);
        return new PageHeader(type, plain.length, packed.length).setCrc((int) crc.getValue());
    }

    private static org.apache.parquet.format.Encoding encoding(Encoding encoding) {
        return org.apache.parquet.format.Encoding.valueOf(encoding.name());
    }

    /// How many bytes the pages written so far have, headers and unpacked bodies.
    long plainBytes() {
        return plainBytes;
    }

    @Override
    public long getMemSize() {
        return (long) pages.size() + (dictionary == null ? 0 : dictionary.length);
    }

    @Override
    public long allocatedSize() {
        return getMemSize();
    }

    @Override
    public String memUsageString(String prefix) {
        return "%s %d bytes".formatted(prefix, getMemSize());
    }

    /// Writes the pages, the dictionary first, and says where they lie.
    ColumnChunk writeTo(CountingOutput out) throws IOException {
        long begin = out.count();
        if (dictionary != null) {
            out.write(dictionary);
        }
        long data = out.count();
        pages.writeTo(out);
        var meta =
                new ColumnMetaData(
                        FooterSchema.physical(column.getPrimitiveType().getPrimitiveTypeName()),
                        new ArrayList<>(encodings.stream().map(ChunkWriter::encoding).toList()),
                        List.of(column.getPath()),
                        codec,
                        values,
                        plainBytes,
                        out.count() - begin,
                        data);
        if (dictionary != null) {
            meta.setDictionary_page_offset(begin);
        }
        if (statistics != null) {
            meta.setStatistics(bounds(statistics));
        }
        return new ColumnChunk(0).setMeta_data(meta);
    }

    private static org.apache.parquet.format.Statistics bounds(Statistics<?> statistics) {
        var bounds = new org.apache.parquet.format.Statistics();
        if (statistics.isNumNullsSet()) {
            bounds.setNull_count(statistics.getNumNulls());
        }
        if (statistics.hasNonNullValue()) {
            byte[] least = statistics.getMinBytes();
            byte[] greatest = statistics.getMaxBytes();
            if (least.length <= LONGEST_BOUND && greatest.length <= LONGEST_BOUND) {
                bounds.setMin_value(least).setMax_value(greatest);
            }
        }
        return bounds;
    }
}
