package io.tidemill.generate;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.sql.types.StructType;

/// `nexmark`: people, auctions and bids of an auction house, made up from a seed. See
/// [NexmarkSource].
public final class NexmarkConnector implements Connector {
    @Override
    public String name() {
        return "nexmark";
    }

    @Override
    public Table table(TableContext context) {
        var reader = new OptionReader("table " + context.name(), context.options());
        var options = reader.read(NexmarkOptions.class);
        reader.finish();
        var schema = FixedSchema.of(context, NexmarkSchemas.of(options.type()));
        return new Table() {
            @Override
            public StructType schema() {
                return schema;
            }

            @Override
            public Source source(boolean streaming) {
                if (!streaming && options.events().isEmpty()) {
                    throw Unsupported.endless(
                            context.name(),
                            name(),
                            "give the option 'events', or read it as a stream: FROM STREAM "
                                    + context.name());
                }
                return new NexmarkSource(context.world().clock(), options, streaming);
            }

            @Override
            public Sink sink(StructType rows) {
                throw Unsupported.writing(context.name(), name());
            }
        };
    }
}
