package io.tidemill.file;

import io.tidemill.connect.Codec;
import io.tidemill.connect.Format;
import io.tidemill.connect.FormatWriter;
import io.tidemill.data.Batch;
import io.tidemill.file.Manifest.CommittedFile;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that is being written under a staged name.
final class StagedFile {
    private final String path;
    private final String staged;
    private final FileOutput file;
    private final OutputStream stream;
    private final FormatWriter writer;
    private long rows;

    /// @param output the output's directory
    /// @param path where the file goes, from there on
    /// @param staged where it is written, from there on; the folder exists
    StagedFile(
            FileSystem files,
            Path output,
            String path,
            String staged,
            Format.Configured format,
            Optional<Codec> codec,
            StructType schema)
            throws IOException {
        this.path = path;
        this.staged = staged;
        file = new FileOutput(files.create(output.resolve(staged)));
        stream = codec.isPresent() ? codec.get().encode(file) : file;
        writer = format.writer(stream, schema);
    }

    void write(Batch batch, int @Nullable [] selection, int count) throws IOException {
        writer.write(batch, selection, count);
        rows += count;
    }

    long rows() {
        return rows;
    }

    /// About how many bytes it has.
    long size() {
        return file.size();
    }

    /// Ends the file and makes its bytes durable.
    CommittedFile finish() throws IOException {
        try (file) {
            writer.finish();
            if (stream != file) {
                stream.flush();
                finishCodec();
            }
            file.sync();
        }
        return new CommittedFile(path, staged, file.size(), rows);
    }

    /// Streams of codecs write their end when they are closed; the file stays open for its sync.
    private void finishCodec() throws IOException {
        file.keepOpen();
        stream.close();
    }

    /// Closes the file without its end.
    void abandon() {
        try {
            file.close();
        } catch (IOException e) {
            // It is thrown away; what matters has been reported.
        }
    }
}
