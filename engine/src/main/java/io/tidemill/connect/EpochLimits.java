package io.tidemill.connect;

import io.tidemill.connect.option.ByteSize;
import java.util.Optional;

/// How much one epoch of one query may take of a table of files, whatever the table's own options
/// say.
///
/// @param files the most new files
/// @param bytes about how many bytes; not together with `files`
public record EpochLimits(Optional<Integer> files, Optional<ByteSize> bytes) {
    /// What the table's own options say.
    public static final EpochLimits NONE = new EpochLimits(Optional.empty(), Optional.empty());

    public EpochLimits {
        if (files.isPresent() && bytes.isPresent()) {
            throw new IllegalArgumentException(
                    "the options 'maxFilesPerTrigger' and 'maxBytesPerTrigger' exclude each other");
        }
    }
}
