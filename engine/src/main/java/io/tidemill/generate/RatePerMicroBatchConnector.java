package io.tidemill.generate;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.sql.types.StructType;

/// `rate-micro-batch`: the same number of rows `(timestamp, value)` each epoch, whatever the clock
/// says. See [RatePerMicroBatchSource].
public final class RatePerMicroBatchConnector implements Connector {
    @Override
    public String name() {
        return "rate-micro-batch";
    }

    @Override
    public Table table(TableContext context) {
        var reader = new OptionReader("table " + context.name(), context.options());
        var options = reader.read(RatePerMicroBatchOptions.class);
        reader.finish();
        var schema = FixedSchema.of(context, RateConnector.SCHEMA);
        return new Table() {
            @Override
            public StructType schema() {
                return schema;
            }

            @Override
            public Source source(boolean streaming) {
                if (!streaming) {
                    throw Unsupported.endless(
                            context.name(),
                            name(),
                            "read it as a stream: FROM STREAM " + context.name());
                }
                return new RatePerMicroBatchSource(options);
            }

            @Override
            public Sink sink(StructType rows) {
                throw Unsupported.writing(context.name(), name());
            }
        };
    }
}
