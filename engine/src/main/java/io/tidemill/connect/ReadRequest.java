package io.tidemill.connect;

import io.tidemill.sql.types.StructType;

/// What a reader is asked for.
///
/// @param columns the columns to fill, a subset of the source's schema in any order, at its types;
///   also of what its table's [Table#facts] names
/// @param badRecords whom to tell of records that cannot be read
public record ReadRequest(StructType columns, BadRecords badRecords) {}
