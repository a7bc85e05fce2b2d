package io.tidemill.sql.streaming;

import java.util.Locale;
import java.util.stream.Stream;

/// Which view of a growing result a sink is given.
public final class OutputMode {
    private static final OutputMode APPEND =
            new OutputMode("Append", io.tidemill.connect.OutputMode.APPEND);
    private static final OutputMode UPDATE =
            new OutputMode("Update", io.tidemill.connect.OutputMode.UPDATE);
    private static final OutputMode COMPLETE =
            new OutputMode("Complete", io.tidemill.connect.OutputMode.COMPLETE);
    private static final OutputMode CHANGELOG =
            new OutputMode("Changelog", io.tidemill.connect.OutputMode.CHANGELOG);

    private final String name;
    private final io.tidemill.connect.OutputMode mode;

    private OutputMode(String name, io.tidemill.connect.OutputMode mode) {
        this.name = name;
        this.mode = mode;
    }

    /// New rows, each proven final.
    public static OutputMode Append() {
        return APPEND;
    }

    /// The new version of every row that changed.
    public static OutputMode Update() {
        return UPDATE;
    }

    /// The whole result table each time.
    public static OutputMode Complete() {
        return COMPLETE;
    }

    /// Every change as a row with a first column `_op`: `+I`, `-U`, `+U`, `-D`. Beyond Spark.
    public static OutputMode Changelog() {
        return CHANGELOG;
    }

    /// The mode of this name, without regard to case.
    ///
    /// @throws IllegalArgumentException when there is none; the message lists those there are
    public static OutputMode of(String name) {
        return Stream.of(APPEND, UPDATE, COMPLETE, CHANGELOG)
                .filter(mode -> mode.name.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the output mode is append, update, complete or changelog,"
                                        + " not '"
                                        + name.toLowerCase(Locale.ROOT)
                                        + "'"));
    }

    /// The engine's word for it.
    public io.tidemill.connect.OutputMode mode() {
        return mode;
    }

    @Override
    public String toString() {
        return name;
    }
}
