package io.tidemill.file;

import io.tidemill.connect.Codec;
import io.tidemill.connect.Format;
import io.tidemill.sql.types.StructType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a sink writes: where, in which format, and which columns are folders.
///
/// @param output the directory, absolute
/// @param schema of the rows that come
/// @param partitionBy which of its columns are folders, from the top down
record SinkLayout(
        Path output,
        Format.Configured format,
        String extension,
        Optional<Codec> codec,
        StructType schema,
        List<Integer> partitionBy,
        FileSinkOptions options) {
    SinkLayout {
        partitionBy = List.copyOf(partitionBy);
    }

    /// The columns that are written into files.
    List<Integer> dataColumns() {
        var columns = new ArrayList<Integer>();
        for (int i = 0; i < schema.size(); i++) {
            if (!partitionBy.contains(i)) {
                columns.add(i);
            }
        }
        return columns;
    }

    StructType dataSchema() {
        return new StructType(dataColumns().stream().map(schema::field).toList());
    }

    /// How names of files end.
    String suffix() {
        return extension + codec.map(c -> c.extensions().getFirst()).orElse("");
    }
}
