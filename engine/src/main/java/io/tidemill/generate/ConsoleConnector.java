package io.tidemill.generate;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.io.PrintStream;
import java.util.function.Supplier;

/// `console`: prints each epoch as a table. See [ConsoleSink].
public final class ConsoleConnector implements Connector {
    private final Supplier<PrintStream> out;

    /// Prints to standard output, whatever that is when a query starts.
    public ConsoleConnector() {
        this(() -> System.out);
    }

    /// @param out asked when a query starts
    public ConsoleConnector(Supplier<PrintStream> out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public Table table(TableContext context) {
        var reader = new OptionReader("table " + context.name(), context.options());
        var options = reader.read(ConsoleOptions.class);
        reader.finish();
        return new Table() {
            @Override
            public StructType schema() {
                return context.schema()
                        .orElseThrow(() ->
                                new TidemillException(
                                        Condition.INVALID_SCHEMA,
                                        "table %s is of the kind 'console', which has no columns of its own"
                                                .formatted(context.name()),
                                        "declare them"));
            }

            @Override
            public Source source(boolean streaming) {
                throw Unsupported.reading(context.name(), name());
            }

            @Override
            public Sink sink(StructType rows) {
                return new ConsoleSink(rows, options, out.get());
            }
        };
    }
}
