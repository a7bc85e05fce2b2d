package io.tidemill.parquet;

import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;

/// Options of the format `parquet`.
record ParquetOptions(
        @Option(
                        name = "compression",
                        otherwise = "snappy",
                        help =
                                "How pages are packed: none, uncompressed, snappy, gzip, zstd or lz4_raw.")
                Compression compression,
        @Option(
                        name = "parquet.block.size",
                        otherwise = "128MiB",
                        help =
                                "About how large a row group grows before it is written; 64 KiB to 1 GiB.")
                ByteSize rowGroupSize,
        @Option(
                        name = "parquet.page.size",
                        otherwise = "1MiB",
                        help = "About how large a page grows, unpacked; 1 KiB to 64 MiB.")
                ByteSize pageSize,
        @Option(
                        name = "parquet.enable.dictionary",
                        otherwise = "true",
                        help = "Whether values that repeat are written once a chunk.")
                boolean dictionary) {
    /// What `compression` takes.
    enum Compression {
        NONE,
        UNCOMPRESSED,
        SNAPPY,
        GZIP,
        ZSTD,
        LZ4_RAW
    }

    ParquetOptions {
        within("parquet.block.size", rowGroupSize, 64 << 10, 1 << 30);
        within("parquet.page.size", pageSize, 1 << 10, 64 << 20);
    }

    private static void within(String option, ByteSize size, long least, long most) {
        if (size.bytes() < least || size.bytes() > most) {
            throw new IllegalArgumentException(
                    "the option '%s' is %s, but must be %s to %s"
                            .formatted(option, size, new ByteSize(least), new ByteSize(most)));
        }
    }
}
