package io.tidemill.kafka.avro;

import io.tidemill.connect.option.Option;
import io.tidemill.format.ParseMode;
import java.util.Optional;

/// The options of the format `avro`, and of registries of schemas.
public record AvroOptions(
        @Option(
                        name = "schema.registry.url",
                        help =
                                "Where schemas are found by the id in front of each record"
                                        + " (Confluent's wire format), for the formats avro and json.")
                Optional<String> registryUrl,
        @Option(
                        name = "schema.registry.basic.auth.user.info",
                        help = "The registry's user and password, user:password.")
                Optional<String> registryUser,
        @Option(
                        name = "avroSchema",
                        help =
                                "The schema, as JSON, of records that have no id in front; needed"
                                        + " without schema.registry.url.")
                Optional<String> avroSchema,
        @Option(
                        name = "mode",
                        help =
                                "What becomes of a record that cannot be read: PERMISSIVE (so"
                                        + " without the option) keeps the row with NULLs, DROPMALFORMED"
                                        + " leaves it out, FAILFAST ends the query.")
                Optional<ParseMode> givenMode,
        @Option(
                        name = "badRecordsPath",
                        help =
                                "Where records that cannot be read are written, with partition,"
                                        + " offset and reason. With it, and no mode given, their rows"
                                        + " are left out.")
                Optional<String> badRecordsPath) {

    /// Whether it is left to nobody's guess what becomes of records that cannot be read.
    boolean saysWhatBecomesOfBadRecords() {
        return givenMode.isPresent() || badRecordsPath.isPresent();
    }

    /// What becomes of records that cannot be read.
    ParseMode mode() {
        return givenMode.orElse(
                badRecordsPath.isPresent() ? ParseMode.DROPMALFORMED : ParseMode.PERMISSIVE);
    }
}
