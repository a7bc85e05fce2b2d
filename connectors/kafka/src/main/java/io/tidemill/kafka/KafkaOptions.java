package io.tidemill.kafka;

import io.tidemill.connect.option.Option;
import java.util.Optional;

/// What tables of Kafka have whether they are read or written.
///
/// @param bootstrapServers where the cluster is met first
/// @param format how values are read and written; without one they are bytes
/// @param keyFormat how keys are read and written
/// @param keyColumns the columns that stand in the key
public record KafkaOptions(
        @Option(
                        name = "kafka.bootstrap.servers",
                        required = true,
                        help =
                                "Brokers to ask first, host:port separated by commas. Every other"
                                        + " option that begins with kafka. goes to Kafka's own client"
                                        + " (kafka.security.protocol, kafka.sasl.jaas.config ...).")
                String bootstrapServers,
        @Option(
                        name = "format",
                        help =
                                "What values are: json, csv, text, avro or raw; its own options"
                                        + " stand beside this one. Without it the table has the"
                                        + " columns key, value, topic and so on, as bytes.")
                Optional<String> format,
        @Option(
                        name = "key.format",
                        otherwise = "raw",
                        help = "What keys are, for key.columns: raw, text, json, csv or avro.")
                String keyFormat,
        @Option(
                        name = "key.columns",
                        help =
                                "The declared columns that stand in the record's key and not in its"
                                        + " value, separated by commas; needs format.")
                Optional<String> keyColumns) {}
