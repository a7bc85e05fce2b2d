package io.tidemill.kafka;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.kafka.sink.KafkaSinkOptions;
import io.tidemill.kafka.source.Readers;

/// `kafka`: topics as tables. Tables made by one connector share readers of the same topics.
public final class KafkaConnector implements Connector {
    private final Readers readers = new Readers();

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Table table(TableContext context) {
        var reader = new OptionReader("table " + context.name(), context.options());
        var options = reader.read(KafkaOptions.class);
        var sourceOptions = reader.read(KafkaSourceOptions.class);
        var sinkOptions = reader.read(KafkaSinkOptions.class);
        var clients = Clients.of(reader.passThrough("kafka."));
        clients.problems().forEach(reader::problem);
        reader.text("group.id")
                .ifPresent(_ ->
                        reader.problem(
                                "the option 'group.id' cannot be set: use groupIdPrefix, or"
                                        + " kafka.group.id"));
        sourceOptions.problems().forEach(reader::problem);
        var layouts = new RowLayouts(context, reader, options, sourceOptions);
        var specs = new SourceSpecs(context, reader, clients, sourceOptions);
        reader.finish();
        return new KafkaTable(context, clients, specs, sinkOptions, layouts, readers);
    }
}
