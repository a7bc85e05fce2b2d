package io.tidemill.kafka;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.sink.KafkaSink;
import io.tidemill.kafka.sink.KafkaSinkOptions;
import io.tidemill.sql.types.StructType;

/// Topics of one cluster, to be read, or one to be written.
final class KafkaTable implements Table {
    private final TableContext context;
    private final Clients clients;
    private final KafkaSourceOptions sourceOptions;
    private final KafkaSinkOptions sinkOptions;
    private final RowLayouts layouts;

    KafkaTable(
            TableContext context,
            Clients clients,
            KafkaSourceOptions sourceOptions,
            KafkaSinkOptions sinkOptions,
            RowLayouts layouts) {
        this.context = context;
        this.clients = clients;
        this.sourceOptions = sourceOptions;
        this.sinkOptions = sinkOptions;
        this.layouts = layouts;
    }

    @Override
    public StructType schema() {
        return layouts.layout().schema();
    }

    @Override
    public Source source(boolean streaming) {
        throw new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "table %s cannot be read yet: %s at %s"
                        .formatted(
                                context.name(),
                                sourceOptions.subscribe().orElse("?"),
                                clients.bootstrapServers()),
                "wait");
    }

    @Override
    public Sink sink(StructType schema) {
        return new KafkaSink(
                context.world(), clients, sinkOptions, layouts.ofSink(schema, sinkOptions));
    }
}
