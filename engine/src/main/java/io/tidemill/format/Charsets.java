package io.tidemill.format;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.ZoneId;

/// Names of character sets and zones in options.
public final class Charsets {
    private Charsets() {}

    /// @throws IllegalArgumentException with what is wrong, for a message about options
    public static Charset check(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "the option 'encoding' is '%s', which is no character set".formatted(name), e);
        }
    }

    /// @throws IllegalArgumentException with what is wrong, for a message about options
    public static ZoneId checkZone(String name) {
        try {
            return ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "the option 'timeZone' is '%s', which is no zone; write one such as 'UTC',"
                                    .formatted(name)
                            + " '+02:00' or 'Europe/Oslo'",
                    e);
        }
    }

    /// Whether the bytes of files in this character set are UTF-8 as they are.
    public static boolean isUtf8(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
    }
}
