package io.tidemill.connect.option;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Spans of time as people write them: `10 seconds`, `500ms`, `1 minute 30 seconds`, `1h`, `7d`,
/// `interval 5 minutes`; a bare number is milliseconds.
public final class Durations {
    private static final Pattern PART = Pattern.compile("\\G\\s*(-?\\d+)\\s*([a-zµ]*)");

    private Durations() {}

    /// @throws IllegalArgumentException with what is allowed as message
    public static Duration parse(String text) {
        var rest = text.strip().toLowerCase(Locale.ROOT);
        if (rest.startsWith("interval ")) {
            rest = rest.substring("interval ".length());
        }
        var matcher = PART.matcher(rest);
        var total = Duration.ZERO;
        int end = 0;
        while (matcher.find()) {
            total = total.plus(part(matcher.group(1), matcher.group(2)));
            end = matcher.end();
        }
        if (end == 0 || end < rest.length()) {
            throw expected();
        }
        return total;
    }

    private static Duration part(String number, String unit) {
        try {
            long amount = Long.parseLong(number);
            return switch (unit) {
                case "us", "µs", "microsecond", "microseconds" ->
                        Duration.ofNanos(Math.multiplyExact(amount, 1000L));
                case "", "ms", "millisecond", "milliseconds" -> Duration.ofMillis(amount);
                case "s", "sec", "second", "seconds" -> Duration.ofSeconds(amount);
                case "m", "min", "minute", "minutes" -> Duration.ofMinutes(amount);
                case "h", "hour", "hours" -> Duration.ofHours(amount);
                case "d", "day", "days" -> Duration.ofDays(amount);
                case "w", "week", "weeks" -> Duration.ofDays(Math.multiplyExact(amount, 7L));
                default -> throw expected();
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("a duration that fits 64 bits", e);
        }
    }

    private static IllegalArgumentException expected() {
        return new IllegalArgumentException("a duration such as '10 seconds', '500ms' or '1h'");
    }
}
