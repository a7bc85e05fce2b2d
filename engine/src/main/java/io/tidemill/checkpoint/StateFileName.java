package io.tidemill.checkpoint;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a file in `state/`: the epoch that it belongs to, who wrote it, and what it is.
record StateFileName(long epoch, long generation, Kind kind) implements Comparable<StateFileName> {
    private static final Pattern FILE = Pattern.compile("(\\d{19})-(\\d{10})\\.(run|snapshot)");
    private static final Comparator<StateFileName> ORDER =
            Comparator.comparingLong(StateFileName::epoch)
                    .thenComparingLong(StateFileName::generation)
                    .thenComparing(StateFileName::kind);

    enum Kind {
        /// State changes of one epoch, too large to stand in its record.
        RUN,
        /// The whole state after an epoch.
        SNAPSHOT
    }

    static Optional<StateFileName> parse(String fileName) {
        var match = FILE.matcher(fileName);
        return match.matches()
                ? Optional.of(
                        new StateFileName(
                                Long.parseLong(match.group(1)),
                                Long.parseLong(match.group(2)),
                                Kind.valueOf(match.group(3).toUpperCase(Locale.ROOT))))
                : Optional.empty();
    }

    String fileName() {
        return "%019d-%010d.%s".formatted(epoch, generation, kind.name().toLowerCase(Locale.ROOT));
    }

    Path in(Path stateDirectory) {
        return stateDirectory.resolve(fileName());
    }

    /// The number that stands for this file in the checksums of its frames.
    long identity() {
        return epoch << 24 ^ generation ^ (kind == Kind.RUN ? 1L << 62 : 1L << 63);
    }

    @Override
    public int compareTo(StateFileName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return fileName();
    }
}
