package io.tidemill.generate;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;

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
        return new EndlessTable(
                context.name(), name(), schema, () -> new RatePerMicroBatchSource(options));
    }
}
