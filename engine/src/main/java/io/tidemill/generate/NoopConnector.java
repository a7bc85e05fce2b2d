package io.tidemill.generate;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.sql.types.StructType;

/// `noop`: takes every row and keeps none, to measure a query without its output.
public final class NoopConnector implements Connector {
    @Override
    public String name() {
        return "noop";
    }

    @Override
    public Table table(TableContext context) {
        new OptionReader("table " + context.name(), context.options()).finish();
        return new Table() {
            @Override
            public StructType schema() {
                return context.schema().orElseGet(StructType::new);
            }

            @Override
            public Source source(boolean streaming) {
                throw Unsupported.reading(context.name(), name());
            }

            @Override
            public Sink sink(StructType rows) {
                return new NoopSink();
            }
        };
    }
}
