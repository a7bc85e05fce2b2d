package io.tidemill.parquet;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.Format;
import io.tidemill.connect.FormatWriter;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// `parquet`: see [ParquetReader] and [ParquetWriter]. A file may be cut into ranges; each reads
/// the row groups that begin in it.
public final class ParquetFormat implements Format {
    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public String extension() {
        return ".parquet";
    }

    @Override
    public Configured configure(OptionReader options) {
        return new OfTable(options.read(ParquetOptions.class));
    }

    private record OfTable(ParquetOptions options) implements Configured {
        @Override
        public boolean splittable() {
            return true;
        }

        @Override
        public boolean selfCompressed() {
            return true;
        }

        /// The columns of the first file, as Spark takes them unless it is told to merge.
        @Override
        public StructType infer(List<Path> files, FileOpener opener) throws IOException {
            if (files.isEmpty()) {
                throw new TidemillException(
                        Condition.INVALID_SCHEMA,
                        "there is no Parquet file whose columns could be used",
                        "declare the columns, or put a file there first");
            }
            return Footer.read(opener, files.getFirst()).types();
        }

        @Override
        public SplitReader reader(
                FileOpener opener, Path file, long from, long to, ReadRequest request)
                throws IOException {
            return new ParquetReader(opener, file, from, to, request);
        }

        @Override
        public FormatWriter writer(OutputStream out, StructType schema) throws IOException {
            return new ParquetWriter(out, schema, options);
        }
    }
}
