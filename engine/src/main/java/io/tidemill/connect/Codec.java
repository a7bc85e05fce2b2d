package io.tidemill.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// A way files are compressed. Found through [java.util.ServiceLoader].
public interface Codec {
    /// The name that the option `compression` takes: `gzip`, `zstd`.
    String name();

    /// How names of such files end: `.gz`.
    List<String> extensions();

    InputStream decode(InputStream compressed) throws IOException;

    OutputStream encode(OutputStream plain) throws IOException;
}
