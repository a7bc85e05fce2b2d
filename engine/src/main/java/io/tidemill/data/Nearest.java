package io.tidemill.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The names that somebody may have meant who wrote one that is not there. Case does not count.
public final class Nearest {
    private static final int SHOWN_MAX = 5;

    private Nearest() {}

    /// The name that is fewest letters away from `written`; empty when that is more than a third of
    /// them.
    public static Optional<String> to(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name ->
                        distance(written, name)
                                <= Math.max(1, Math.max(written.length(), name.length()) / 3));
    }

    /// The few names most like `written`, the likeliest first.
    public static List<String> likeliest(String written, Collection<String> known) {
        return known.stream()
                .distinct()
                .sorted(
                        Comparator.<String>comparingInt(name -> distance(written, name))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN_MAX)
                .toList();
    }

    /// How many letters must be added, removed or changed (Levenshtein's distance).
    private static int distance(String left, String right) {
        var a = left.toLowerCase(Locale.ROOT);
        var b = right.toLowerCase(Locale.ROOT);
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
