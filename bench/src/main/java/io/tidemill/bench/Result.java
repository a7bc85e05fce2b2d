package io.tidemill.bench;

import java.util.Optional;
import java.util.regex.Pattern;

/// What [Outcome] printed.
///
/// @param hash over all rows and fields; 0 when the engine does not give it
/// @param seconds from the first file opened to the last row of the result
/// @param cpu seconds of processor time of the whole process meanwhile
/// @param rssMb the most memory that was resident, MiB
/// @param processSeconds from the launch of the process to its end, start of the JVM and all
public record Result(
        long rows, long hash, double seconds, double cpu, long rssMb, double processSeconds) {
    private static final Pattern LINE =
            Pattern.compile(
                    "RESULT rows=(\\d+) hash=([0-9a-f]+) seconds=([0-9.]+) cpu=([0-9.]+)"
                            + " rssMb=(\\d+)");

    /// The same run with the rows that were found in its output afterwards.
    public Result withRows(Result checked) {
        return new Result(checked.rows, checked.hash, seconds, cpu, rssMb, processSeconds);
    }

    static Optional<Result> find(String output, double processSeconds) {
        var line = LINE.matcher(output);
        if (!line.find()) {
            return Optional.empty();
        }
        return Optional.of(
                new Result(
                        Long.parseLong(line.group(1)),
                        Long.parseUnsignedLong(line.group(2), 16),
                        Double.parseDouble(line.group(3)),
                        Double.parseDouble(line.group(4)),
                        Long.parseLong(line.group(5)),
                        processSeconds));
    }
}
