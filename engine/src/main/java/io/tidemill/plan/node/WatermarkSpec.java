package io.tidemill.plan.node;

/// How far behind the newest event time a row may come and still count.
///
/// @param column the column of event time: a timestamp
/// @param delayMicros not negative
public record WatermarkSpec(String column, long delayMicros) {
    public WatermarkSpec {
        if (delayMicros < 0) {
            throw new IllegalArgumentException(
                    "the delay of the watermark on %s must not be negative, is %d microseconds"
                            .formatted(column, delayMicros));
        }
    }
}
