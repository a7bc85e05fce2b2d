package io.tidemill.generate;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;

/// `socket`: the lines that a TCP server sends, for trying things out. See [SocketSource].
public final class SocketConnector implements Connector {
    private static final StructType LINES = new StructType().add("value", DataTypes.StringType);
    private static final StructType LINES_WITH_TIME =
            LINES.add("timestamp", DataTypes.TimestampType);

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public Table table(TableContext context) {
        var reader = new OptionReader("table " + context.name(), context.options());
        var options = reader.read(SocketOptions.class);
        reader.finish();
        var schema = FixedSchema.of(context, options.includeTimestamp() ? LINES_WITH_TIME : LINES);
        return new EndlessTable(
                context.name(), name(), schema, () -> new SocketSource(context.world(), options));
    }
}
