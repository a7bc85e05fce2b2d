package io.tidemill.sql;

import io.tidemill.connect.EpochLimits;
import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.sql.streaming.OutputMode;
import io.tidemill.sql.streaming.Trigger;
import java.util.Map;
import java.util.Optional;

/// The options of `CREATE FLOW`.
record FlowOptions(
        @Option(
                        name = "trigger",
                        otherwise = "default",
                        help =
                                "When epochs start: 'available now' (all that is there, then the"
                                        + " flow ends), 'once', 'continuous', or an interval such as"
                                        + " '10 seconds'; as soon as there is data when not given.")
                String trigger,
        @Option(
                        name = "outputMode",
                        otherwise = "append",
                        help = "append, update, complete or changelog.")
                String outputMode,
        @Option(name = "deletes", otherwise = "take", help = DeletesOption.HELP)
                DeletesOption deletes,
        @Option(
                        name = "checkpointLocation",
                        help =
                                "Directory in which the flow remembers how far it is, relative to"
                                        + " the script; one of its name when not given.")
                Optional<String> checkpointLocation,
        @Option(
                        name = "maxFilesPerTrigger",
                        help = "The most new files that an epoch takes of each table of files.")
                Optional<Integer> maxFilesPerTrigger,
        @Option(
                        name = "maxBytesPerTrigger",
                        help =
                                "About how many bytes an epoch takes of each table of files, as"
                                        + " 10m; not together with maxFilesPerTrigger.")
                Optional<ByteSize> maxBytesPerTrigger) {
    FlowOptions {
        // Read here, so that a wrong one is reported with the others.
        var _ = Trigger.parse(trigger);
        var _ = OutputMode.of(outputMode);
        var _ = new EpochLimits(maxFilesPerTrigger, maxBytesPerTrigger);
    }

    /// @throws io.tidemill.data.TidemillException INVALID_OPTION, naming all that is wrong
    static FlowOptions read(String flow, Map<String, String> options) {
        var reader = new OptionReader("flow " + flow, Options.of(options));
        var read = reader.read(FlowOptions.class);
        reader.finish();
        return read;
    }

    Trigger whenToRun() {
        return Trigger.parse(trigger);
    }

    OutputMode mode() {
        return OutputMode.of(outputMode);
    }

    /// How much an epoch takes of the tables that the flow reads, instead of what they say.
    EpochLimits limits() {
        return new EpochLimits(maxFilesPerTrigger, maxBytesPerTrigger);
    }
}
