/// Kafka to Kafka: Tidemill, Flink, Spark and Kafka Streams on one broker, the same topics in,
/// their results read back by a plain consumer and compared.
@NullMarked
package io.tidemill.bench.kafka;

import org.jspecify.annotations.NullMarked;
