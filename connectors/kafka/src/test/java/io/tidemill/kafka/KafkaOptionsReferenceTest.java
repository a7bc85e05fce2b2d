package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.option.OptionTable;
import io.tidemill.kafka.avro.AvroOptions;
import io.tidemill.kafka.sink.KafkaSinkOptions;
import org.junit.jupiter.api.Test;

/// The page `docs/kafka-options.md` is made from the records that options are read into;
/// `-Dgolden=update` writes it.
class KafkaOptionsReferenceTest {
    private static final Path PAGE = Path.of("../../docs/kafka-options.md");
    private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

    @Test
    void theReferenceSaysWhatTheRecordsSay() throws Exception {
        var page =
                new StringBuilder(
                        """
                        # Kafka's options

                        For tables `USING kafka`; [Kafka](kafka.md) says how they go together. Those \
                        of a format stand in
                        [options](options.md). This page is made from the records that options are \
                        read into.
                        """);
        section(page, "Reading and writing", KafkaOptions.class);
        section(page, "Reading", KafkaSourceOptions.class);
        section(page, "Writing", KafkaSinkOptions.class);
        section(page, "Avro and registries of schemas", AvroOptions.class);
        if (UPDATE) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/kafka-options.md; -Dgolden=update writes it anew")
                .isEqualTo(page.toString());
    }

    private static void section(StringBuilder page, String title, Class<?> record) {
        page.append("\n## %s\n\n%s".formatted(title, OptionTable.of(record)));
    }
}
