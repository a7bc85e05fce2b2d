package io.tidemill.connect;

import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A table that can be read, written, or both. Holds nothing open.
public interface Table {
    /// Its columns: those declared, or those that the connector always has or can infer.
    ///
    /// @throws io.tidemill.data.TidemillException INVALID_SCHEMA when there are none and they
    ///   cannot be found out
    StructType schema() throws IOException;

    /// What can be asked of its rows besides their columns: columns such as `_metadata.file_path`,
    /// which readers fill when a [ReadRequest] names them.
    default StructType facts() {
        return new StructType(List.of());
    }

    /// Opens it for reading.
    ///
    /// @param streaming whether rows that come later are asked for; otherwise what is there now
    /// @throws io.tidemill.data.TidemillException UNSUPPORTED_FEATURE when it cannot be read so
    Source source(boolean streaming) throws IOException;

    /// Opens it for writing rows of `schema`.
    ///
    /// @throws io.tidemill.data.TidemillException UNSUPPORTED_FEATURE when it cannot be written
    Sink sink(StructType schema) throws IOException;

    /// This table, of which an epoch takes no more than that; empty when it takes no such limits.
    default Optional<Table> limited(EpochLimits limits) {
        return Optional.empty();
    }

    /// What reading it as a stream will take; empty when it needs nothing to speak of, or does not
    /// know. May look at the outside world.
    default Optional<ReadPlan> readPlan() throws IOException {
        return Optional.empty();
    }

    /// Opens where records that cannot be read are kept, if the table's options ask for it
    /// (`badRecordsPath`): rows of [BadRecords#SCHEMA].
    ///
    /// @param query whose records they are: each query keeps its own
    default Optional<Sink> rejectedSink(String query) throws IOException {
        return Optional.empty();
    }
}
