package io.tidemill.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Opens files for a format: through `io.tidemill.system`, with the codec of the file around it.
public interface FileOpener {
    /// The file's bytes from `offset` on, unpacked where it is compressed (`offset` is then 0).
    InputStream open(Path file, long offset) throws IOException;

    /// How many bytes the file has on disk.
    long size(Path file) throws IOException;
}
