package io.tidemill.plan.node;

import io.tidemill.connect.Table;
import io.tidemill.sql.types.StructType;
import java.util.Optional;

/// A table of the catalog that a plan reads or writes.
///
/// @param name as statements name it, or as messages should
/// @param format what `USING` named
/// @param schema all its columns, as the catalog declares them
/// @param watermark what `WATERMARK FOR` declared
/// @param table the thing itself; opened when the plan is run
public record TableRef(
        String name,
        String format,
        StructType schema,
        Optional<WatermarkSpec> watermark,
        Table table) {}
