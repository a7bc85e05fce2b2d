/// Rows as columns: columns in primitive arrays, batches of them, deltas with weights, and the
/// errors that people meet.
///
/// There are few kinds of column on purpose, so that each loop over columns is written once:
///
/// | column | types it holds |
/// |---|---|
/// | [LongColumn] | boolean (0, 1), tinyint to bigint, date (days), timestamp and timestamp_ntz (microseconds), intervals (microseconds or months), decimal of at most 18 digits (unscaled) |
/// | [DoubleColumn] | float (a value that a float can hold exactly) and double |
/// | [DecimalColumn] | decimal of 19 to 38 digits: 128 bits, two's complement |
/// | [BytesColumn] | string (UTF-8) and binary: views into shared bytes |
/// | [ListColumn], [MapColumn], [StructColumn] | nested values over columns of their parts |
///
/// One value as an object ("boxed") is what Spark's rows hold with its Java 8 time types:
/// `Boolean`, `Byte`, `Short`, `Integer`, `Long`, `Float`, `Double`, `BigDecimal`, `String`,
/// `byte[]`, `LocalDate`, `Instant`, `LocalDateTime`, `Duration`, `Period`, `List`, `Map`,
/// `Object[]` for a struct, and `null`.
@NullMarked
package io.tidemill.data;

import org.jspecify.annotations.NullMarked;
