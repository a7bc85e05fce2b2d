package io.tidemill.file;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a file that a sink wrote: `part-<query>-<epoch>-<partition>-<i>.json`.
///
/// @param partition which worker's writer
/// @param index counts the files of that writer in that epoch
record PartName(String query, long epoch, int partition, int index) {
    private static final Pattern FORM =
            Pattern.compile("part-(.+)-(\\d{8,19})-(\\d{2,9})-(\\d{2,9})(\\..*)?");

    /// @param extension with its point, and that of the codec: `.json.gz`
    String text(String extension) {
        return "part-%s-%08d-%02d-%02d%s".formatted(query, epoch, partition, index, extension);
    }

    /// The parts of a name; empty when it is not of this form.
    static Optional<PartName> parse(String name) {
        var matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new PartName(
                        matcher.group(1),
                        Long.parseLong(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)),
                        Integer.parseInt(matcher.group(4))));
    }
}
