package io.tidemill.generate;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;

/// `rate`: rows `(timestamp, value)` at a steady rate, value counting from 0. See [RateSource].
public final class RateConnector implements Connector {
    static final StructType SCHEMA =
            new StructType()
                    .add("timestamp", DataTypes.TimestampType)
                    .add("value", DataTypes.LongType);

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public Table table(TableContext context) {
        var reader = new OptionReader("table " + context.name(), context.options());
        var options = reader.read(RateOptions.class);
        reader.finish();
        var schema = FixedSchema.of(context, SCHEMA);
        return new EndlessTable(
                context.name(),
                name(),
                schema,
                () -> new RateSource(context.world().clock(), options));
    }
}
