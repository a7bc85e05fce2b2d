package io.tidemill.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// The pages of one column of one row group, read and unpacked one at a time, their checksums
/// compared where they have one.
final class ChunkPages implements PageReader {
    private static final int LARGEST_PAGE = 1 << 30;

    private final ColumnMetaData meta;
    private final CompressionCodec codec;
    private final Statistics<?> noStatistics;
    private final ChunkInput in;
    private @Nullable PageHeader pending; // of a page whose body has not been read
    private long valuesRead;

    ChunkPages(ColumnDescriptor column, ColumnMetaData meta, ChunkInput in) {
        this.meta = meta;
        this.codec = Failures.required(meta.getCodec(), "the codec of a column");
        this.noStatistics = Statistics.noopStats(column.getPrimitiveType());
        this.in = in;
    }

    /// Where the chunk begins: some writers say 0 when they mean that there is no dictionary.
    static long start(ColumnMetaData meta) {
        long data = meta.getData_page_offset();
        long dictionary = meta.getDictionary_page_offset();
        return meta.isSetDictionary_page_offset() && dictionary > 0 && dictionary < data
                ? dictionary
                : data;
    }

    @Override
    public long getTotalValueCount() {
        return meta.getNum_values();
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        try {
            var header = nextHeader();
            if (header.getType() != PageType.DICTIONARY_PAGE) {
                pending = header;
                return null;
            }
            var dictionary =
                    Failures.required(
                            header.getDictionary_page_header(), "the header of a dictionary");
            byte[] bytes = unpacked(header, body(header));
            return new DictionaryPage(
                    BytesInput.from(bytes),
                    dictionary.getNum_values(),
                    encoding(dictionary.getEncoding()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable DataPage readPage() {
        try {
            while (valuesRead < meta.getNum_values()) {
                var header = nextHeader();
                switch (Failures.required(header.getType(), "the type of a page")) {
                    case DATA_PAGE -> {
                        return first(header);
                    }
                    case DATA_PAGE_V2 -> {
                        return second(header);
                    }
                    case INDEX_PAGE, DICTIONARY_PAGE -> body(header);
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataPage first(PageHeader header) throws IOException {
        var data = header.getData_page_header();
        if (data == null) {
            throw new IOException("a page has no header of its kind");
        }
        byte[] bytes = unpacked(header, body(header));
        valuesRead += count(data.getNum_values());
        return new DataPageV1(
                BytesInput.from(bytes),
                data.getNum_values(),
                bytes.length,
                noStatistics,
                encoding(data.getRepetition_level_encoding()),
                encoding(data.getDefinition_level_encoding()),
                encoding(data.getEncoding()));
    }

    private DataPage second(PageHeader header) throws IOException {
        var data = header.getData_page_header_v2();
        if (data == null) {
            throw new IOException("a page has no header of its kind");
        }
        byte[] bytes = body(header);
        int repetition = data.getRepetition_levels_byte_length();
        int levels = repetition + data.getDefinition_levels_byte_length();
        if (repetition < 0 || levels < repetition || levels > bytes.length) {
            throw new IOException("the levels of a page reach over its end");
        }
        byte[] values = Arrays.copyOfRange(bytes, levels, bytes.length);
        if (!data.isSetIs_compressed() || data.isIs_compressed()) {
            int size = header.getUncompressed_page_size() - levels;
            if (size < 0) {
                throw new IOException("the levels of a page reach over its end");
            }
            values = values.length == 0 ? values : PageCodec.unpack(codec, values, size);
        }
        valuesRead += count(data.getNum_values());
        return DataPageV2.uncompressed(
                data.getNum_rows(),
                data.getNum_nulls(),
                data.getNum_values(),
                BytesInput.from(bytes, 0, repetition),
                BytesInput.from(bytes, repetition, levels - repetition),
                encoding(data.getEncoding()),
                BytesInput.from(values),
                noStatistics);
    }

    private static int count(int values) throws IOException {
        if (values < 0) {
            throw new IOException("a page says that it has %d values".formatted(values));
        }
        return values;
    }

    private PageHeader nextHeader() throws IOException {
        var header = pending == null ? Util.readPageHeader(in) : pending;
        pending = null;
        if (header.getType() == null
                || header.getCompressed_page_size() < 0
                || header.getCompressed_page_size() > LARGEST_PAGE
                || header.getUncompressed_page_size() < 0
                || header.getUncompressed_page_size() > LARGEST_PAGE) {
            throw new IOException(
                    "a page header before byte %d makes no sense".formatted(in.position()));
        }
        return header;
    }

    private byte[] body(PageHeader header) throws IOException {
        byte[] bytes = in.readNBytes(header.getCompressed_page_size());
        if (bytes.length < header.getCompressed_page_size()) {
            throw new EOFException("the file ends inside a page");
        }
        if (header.isSetCrc()) {
            var crc = new CRC32();
            crc.update(bytes, 0, bytes.length);
            if ((int) crc.getValue() != header.getCrc()) {
                throw new IOException(
                        "the checksum of a page before byte %d is wrong".formatted(in.position()));
            }
        }
        return bytes;
    }

    private byte[] unpacked(PageHeader header, byte[] body) throws IOException {
        return PageCodec.unpack(codec, body, header.getUncompressed_page_size());
    }

    private static Encoding encoding(org.apache.parquet.format.@Nullable Encoding encoding)
            throws IOException {
        if (encoding == null) {
            throw new IOException("a page has an encoding that is not known");
        }
        return Encoding.valueOf(encoding.name());
    }
}
