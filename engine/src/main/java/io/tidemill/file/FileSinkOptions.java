package io.tidemill.file;

import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;
import java.time.Duration;
import java.util.Optional;

/// The options of writing files, whatever their format.
public record FileSinkOptions(
        @Option(
                        name = "compression",
                        otherwise = "none",
                        help =
                                "How files are compressed: none, gzip, or one that a module on the"
                                        + " class path brings (zstd, snappy, lz4). Files that are read are"
                                        + " known by the end of their names.")
                String compression,
        @Option(
                        name = "targetFileSize",
                        otherwise = "256MiB",
                        help =
                                "At about how many bytes a file is closed and the next one begun."
                                        + " At least 1KiB.")
                ByteSize targetFileSize,
        @Option(
                        name = "maxRecordsPerFile",
                        otherwise = "0",
                        help = "At how many rows a file is closed; 0 is any number.")
                long maxRecordsPerFile,
        @Option(
                        name = "maxOpenFiles",
                        otherwise = "100",
                        help =
                                "How many files a worker holds open with partitionBy; beyond it the one"
                                        + " that was not written to for longest is closed.")
                int maxOpenFiles,
        @Option(
                        name = "retention",
                        help =
                                "How old files of a stream become before the sink deletes them; by"
                                        + " default they are kept.")
                Optional<Duration> retention,
        @Option(
                        name = "saveMode",
                        help =
                                "How a batch writes to what is there: append, overwrite, errorIfExists"
                                        + " or ignore. Set by DataFrameWriter.mode.")
                Optional<SaveMode> saveMode) {

    /// What a batch does with what is there.
    public enum SaveMode {
        APPEND,
        OVERWRITE,
        ERROR_IF_EXISTS,
        IGNORE
    }

    public FileSinkOptions {
        if (targetFileSize.bytes() < 1024) {
            throw new IllegalArgumentException("the option 'targetFileSize' must be at least 1KiB");
        }
        if (maxRecordsPerFile < 0) {
            throw new IllegalArgumentException(
                    "the option 'maxRecordsPerFile' must not be negative");
        }
        if (maxOpenFiles < 1) {
            throw new IllegalArgumentException("the option 'maxOpenFiles' must be at least 1");
        }
    }

    /// The most rows of one file.
    long rowsMax() {
        return maxRecordsPerFile == 0 ? Long.MAX_VALUE : maxRecordsPerFile;
    }
}
