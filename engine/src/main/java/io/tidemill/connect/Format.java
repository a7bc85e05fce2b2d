package io.tidemill.connect;

import io.tidemill.connect.option.OptionReader;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How rows lie in files. Found through [java.util.ServiceLoader]; the file source and sink serve
/// every format alike.
public interface Format {
    /// The name that `USING` and `format()` take: `json`.
    String name();

    /// How names of files written in this format end: `.json`.
    String extension();

    /// Reads the format's own options from what a table has.
    Configured configure(OptionReader options);

    /// The format under the options of one table.
    interface Configured {
        /// Whether a plain file may be cut anywhere into ranges that are read on their own: each
        /// range reads the records that begin in it.
        boolean splittable();

        /// Whether the files compress themselves, so that no [Codec] goes around them.
        boolean selfCompressed();

        /// This, for files that have these columns in this order (those of folders left out): for
        /// formats whose records do not name their fields.
        default Configured withTable(StructType columns) {
            return this;
        }

        /// The columns found by looking at some files.
        StructType infer(List<Path> files, FileOpener opener) throws IOException;

        /// Whether [#infer] tells the same columns whatever the files hold, so that a stream of
        /// them needs no declaration.
        default boolean hasFixedColumns() {
            return false;
        }

        /// Reads one file, or `[from, to)` of it.
        ///
        /// @param file its name for messages
        SplitReader reader(FileOpener opener, Path file, long from, long to, ReadRequest request)
                throws IOException;

        /// Reads records that lie in memory one by one; empty where a record means nothing apart
        /// from its file.
        ///
        /// @param name what the records are of, for messages: a partition of a topic
        default Optional<RecordReader> records(String name, ReadRequest request) {
            return Optional.empty();
        }

        /// Writes one file of rows of `schema` to a stream that the caller closes.
        FormatWriter writer(OutputStream out, StructType schema) throws IOException;

        /// Writes rows of `schema` as records that stand alone; empty when the format is one of
        /// whole files.
        ///
        /// @throws io.tidemill.data.TidemillException INVALID_SCHEMA when it has no form for them
        default Optional<RowEncoder> encoder(StructType schema) {
            return Optional.empty();
        }
    }

    /// A format of records in topics: there are no files of it, and nobody asks it for one.
    interface RecordsOnly extends Configured {
        @Override
        default boolean splittable() {
            return false;
        }

        @Override
        default boolean selfCompressed() {
            return false;
        }

        @Override
        default StructType infer(List<Path> files, FileOpener opener) {
            throw new IllegalStateException("a format of records has no files");
        }

        @Override
        default SplitReader reader(
                FileOpener opener, Path file, long from, long to, ReadRequest request) {
            throw new IllegalStateException("a format of records has no files");
        }

        @Override
        default FormatWriter writer(OutputStream out, StructType schema) {
            throw new IllegalStateException("a format of records has no files");
        }
    }
}
