/// Avro in records: schemas, a decoder from them straight into columns, and the registry of schemas
/// whose ids stand in front of records (Confluent's wire format: a zero byte, four bytes of id).
@NullMarked
package io.tidemill.kafka.avro;

import org.jspecify.annotations.NullMarked;
