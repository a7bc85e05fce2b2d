package io.tidemill.kafka;

import io.tidemill.connect.ReadPlan;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.file.RejectedFiles;
import io.tidemill.kafka.sink.KafkaSink;
import io.tidemill.kafka.sink.KafkaSinkOptions;
import io.tidemill.kafka.source.KafkaSource;
import io.tidemill.kafka.source.Readers;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.util.Optional;

/// Topics of one cluster, to be read, or one to be written.
final class KafkaTable implements Table {
    private final TableContext context;
    private final Clients clients;
    private final SourceSpecs specs;
    private final KafkaSinkOptions sinkOptions;
    private final RowLayouts layouts;
    private final Readers readers;

    KafkaTable(
            TableContext context,
            Clients clients,
            SourceSpecs specs,
            KafkaSinkOptions sinkOptions,
            RowLayouts layouts,
            Readers readers) {
        this.context = context;
        this.clients = clients;
        this.specs = specs;
        this.sinkOptions = sinkOptions;
        this.layouts = layouts;
        this.readers = readers;
    }

    @Override
    public StructType schema() {
        return layouts.layout().schema();
    }

    @Override
    public Source source(boolean streaming) {
        return new KafkaSource(
                context.world(), specs.spec(layouts.layout(), streaming), streaming, readers);
    }

    @Override
    public Optional<ReadPlan> readPlan() throws IOException {
        return Optional.of(
                KafkaSource.readPlan(context.world(), specs.spec(layouts.layout(), true)));
    }

    @Override
    public Optional<Sink> rejectedSink(String query) throws IOException {
        return RejectedFiles.sink(context, query);
    }

    @Override
    public Sink sink(StructType schema) {
        return new KafkaSink(
                context.world(), clients, sinkOptions, layouts.ofSink(schema, sinkOptions));
    }
}
