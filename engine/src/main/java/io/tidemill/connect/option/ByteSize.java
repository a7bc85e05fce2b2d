package io.tidemill.connect.option;

import java.util.Locale;
import java.util.regex.Pattern;

/// A number of bytes, written `64MiB`, `10g`, `1048576`; units are powers of 1024, as Spark reads
/// them.
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d+)\\s*([kmgtp]?)i?b?");

    /// @throws IllegalArgumentException with what is allowed as message
    public static ByteSize parse(String text) {
        var matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size such as '64MiB' or '1048576'");
        }
        int power = " kmgtp".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
        try {
            return new ByteSize(
                    Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("a size below 8 EiB", e);
        }
    }

    @Override
    public String toString() {
        int power = 0;
        long value = bytes;
        while (power < 5 && value > 0 && value % 1024 == 0) {
            value /= 1024;
            power++;
        }
        return value + new String[] {"B", "KiB", "MiB", "GiB", "TiB", "PiB"}[power];
    }
}
