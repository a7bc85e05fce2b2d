package io.tidemill.connect;

import io.tidemill.connect.option.Options;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a connector is given to make a table.
///
/// @param name the table's name, for messages
/// @param schema the columns that were declared
/// @param options as they were written
/// @param partitionColumns `PARTITIONED BY` or `partitionBy`
/// @param base what relative paths start from
public record TableContext(
        String name,
        Optional<StructType> schema,
        Options options,
        List<String> partitionColumns,
        Path base,
        World world) {}
