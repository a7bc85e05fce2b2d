package io.tidemill.kafka.avro;

import io.tidemill.connect.Format;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.system.WorldClock;
import java.util.Optional;

/// The format `avro`, for records: with the schema of the options, or with the one whose id stands
/// in front of the record.
public final class AvroFormat implements Format {
    private final WorldClock clock;

    /// @param clock for pauses between questions to a registry
    public AvroFormat(WorldClock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public Configured configure(OptionReader reader) {
        var options = reader.read(AvroOptions.class);
        Optional<AvroSchema> schema = Optional.empty();
        try {
            schema = options.avroSchema().map(AvroSchema::parse);
            if (schema.isPresent() && !(schema.get() instanceof AvroSchema.Fields)) {
                reader.problem("the option 'avroSchema': it is not the schema of a record");
            }
        } catch (RuntimeException e) {
            reader.problem("the option 'avroSchema': " + e.getMessage());
        }
        checkRegistry(options, reader);
        if (options.avroSchema().isPresent() == options.registryUrl().isPresent()) {
            reader.problem(
                    "the format 'avro' needs one of the options 'schema.registry.url' and"
                            + " 'avroSchema'");
        }
        var registry =
                options.registryUrl()
                        .map(url -> new Registry(url.strip(), options.registryUser(), clock));
        return new ConfiguredAvro(options, schema, registry);
    }

    /// Tells the reader when no registry can be where the options say.
    public static void checkRegistry(AvroOptions options, OptionReader reader) {
        var url = options.registryUrl();
        url.flatMap(Registry::problem)
                .ifPresent(form ->
                        reader.problem(
                                "the option 'schema.registry.url' is '%s', but must be %s"
                                        .formatted(url.orElseThrow(), form)));
    }

    private record ConfiguredAvro(
            AvroOptions options, Optional<AvroSchema> schema, Optional<Registry> registry)
            implements RecordsOnly {
        @Override
        public Optional<RecordReader> records(String name, ReadRequest request) {
            return Optional.of(new AvroRecordReader(name, request, options, schema, registry));
        }
    }
}
