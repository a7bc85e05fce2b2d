package io.tidemill.format.text;

import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;
import io.tidemill.format.Charsets;
import java.nio.charset.Charset;
import java.util.Optional;

/// The options of text files, by Spark's names.
public record TextOptions(
        @Option(
                        name = "wholetext",
                        otherwise = "false",
                        help = "Whether a file is one row, however many lines it has.")
                boolean wholeText,
        @Option(
                        name = "lineSep",
                        help =
                                "What ends a line; without it a line feed, a carriage return or both"
                                        + " when reading, a line feed when writing.")
                Optional<String> lineSep,
        @Option(
                        name = "encoding",
                        help =
                                "The character set of the files; without it UTF-8, or what a byte order"
                                        + " mark says.")
                Optional<String> encoding,
        @Option(
                        name = "maxRecordBytes",
                        otherwise = "16MiB",
                        help =
                                "The longest line, or file with wholetext; a longer one is a bad record."
                                        + " At least 1 KiB.")
                ByteSize maxRecordBytes) {
    public TextOptions {
        if (maxRecordBytes.bytes() < 1024 || maxRecordBytes.bytes() > 1 << 29) {
            throw new IllegalArgumentException(
                    "the option 'maxRecordBytes' must be 1 KiB to 512 MiB");
        }
        if (lineSep.isPresent() && (lineSep.get().isEmpty() || lineSep.get().length() > 16)) {
            throw new IllegalArgumentException("the option 'lineSep' must have 1 to 16 characters");
        }
        encoding.ifPresent(Charsets::check);
    }

    Optional<Charset> givenCharset() {
        return encoding.map(Charsets::check);
    }
}
