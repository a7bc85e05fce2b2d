package io.tidemill.generate;

/// Checks that option records share.
final class Bounds {
    private Bounds() {}

    static void partitions(String option, int partitions) {
        if (partitions < 1 || partitions > 1024) {
            throw new IllegalArgumentException(
                    "the option '%s' is %d, but must be 1 to 1024".formatted(option, partitions));
        }
    }
}
