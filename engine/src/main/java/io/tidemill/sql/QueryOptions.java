package io.tidemill.sql;

import io.tidemill.connect.option.Option;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Condition;
import io.tidemill.sql.streaming.OutputMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The options of `writeStream` that are the query's own, taken from those of its sink.
final class QueryOptions {
    /// What a query may be told as options.
    record Named(
            @Option(
                            name = "checkpointLocation",
                            help = "Directory in which the query remembers how far it is.")
                    Optional<String> checkpointLocation,
            @Option(
                            name = "outputMode",
                            help = "append, update, complete or changelog; as outputMode() says.")
                    Optional<String> outputMode,
            @Option(name = "deletes", otherwise = "take", help = DeletesOption.HELP)
                    DeletesOption deletes) {}

    private final Named named;
    private final OptionMap rest;

    /// @param options is changed: the query's own are taken out
    QueryOptions(OptionMap options) {
        var own = new TreeMap<String, String>();
        for (var key : new String[] {"checkpointLocation", "outputMode", "deletes"}) {
            options.take(key).ifPresent(value -> own.put(key, value));
        }
        named = new OptionReader("query", Options.of(own)).read(Named.class);
        rest = options;
    }

    /// What is left for the sink.
    Map<String, String> tableOptions() {
        return rest.asMap();
    }

    boolean ignoresDeletes() {
        return named.deletes() == DeletesOption.IGNORE;
    }

    Optional<Path> checkpoint(Path base) {
        return named.checkpointLocation().map(base::resolve);
    }

    /// @param called what outputMode() was given, which counts before the option
    OutputMode mode(Optional<OutputMode> called) {
        try {
            return called.or(() -> named.outputMode().map(OutputMode::of))
                    .orElseGet(OutputMode::Append);
        } catch (IllegalArgumentException e) {
            throw new AnalysisException(
                    Condition.INVALID_OPTION,
                    String.valueOf(e.getMessage()),
                    "use one of these",
                    e);
        }
    }
}
