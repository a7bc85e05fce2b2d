package io.tidemill.connect;

import io.tidemill.sql.types.StructType;
import java.io.IOException;

/// A table that can be read, written, or both. Holds nothing open.
public interface Table {
    /// Its columns: those declared, or those that the connector always has or can infer.
    ///
    /// @throws io.tidemill.data.TidemillException INVALID_SCHEMA when there are none and they
    ///   cannot be found out
    StructType schema() throws IOException;

    /// Opens it for reading.
    ///
    /// @param streaming whether rows that come later are asked for; otherwise what is there now
    /// @throws io.tidemill.data.TidemillException UNSUPPORTED_FEATURE when it cannot be read so
    Source source(boolean streaming) throws IOException;

    /// Opens it for writing rows of `schema`.
    ///
    /// @throws io.tidemill.data.TidemillException UNSUPPORTED_FEATURE when it cannot be written
    Sink sink(StructType schema) throws IOException;
}
