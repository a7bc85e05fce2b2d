package io.tidemill.checkpoint;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a segment of the log: who wrote it, and its number among that owner's segments.
record SegmentName(long generation, long number) implements Comparable<SegmentName> {
    private static final Pattern FILE = Pattern.compile("(\\d{10})-(\\d{6,10})\\.log");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparingLong(SegmentName::generation)
                    .thenComparingLong(SegmentName::number);

    static Optional<SegmentName> parse(String fileName) {
        var match = FILE.matcher(fileName);
        return match.matches()
                ? Optional.of(
                        new SegmentName(
                                Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    String fileName() {
        return "%010d-%06d.log".formatted(generation, number);
    }

    Path in(Path logDirectory) {
        return logDirectory.resolve(fileName());
    }

    /// The number that stands for this file in the checksums of its frames.
    long identity() {
        return generation << 24 ^ number;
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return fileName();
    }
}
