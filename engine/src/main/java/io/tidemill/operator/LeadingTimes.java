package io.tidemill.operator;

import java.util.Arrays;
import java.util.List;

/// The greatest event times of one source partition, in microseconds: the greatest but `ignoreTop`
/// leads the watermark, so that as many rows from the future do no harm.
public final class LeadingTimes {
    /// Descending; `Long.MIN_VALUE` where there is none yet.
    private final long[] greatest;

    /// @param ignoreTop how many of the greatest times do not count
    public LeadingTimes(int ignoreTop) {
        greatest = new long[ignoreTop + 1];
        Arrays.fill(greatest, Long.MIN_VALUE);
    }

    private LeadingTimes(long[] greatest) {
        this.greatest = greatest;
    }

    /// The times that [#toList] gave, of which the greatest `ignoreTop` do not count.
    public static LeadingTimes of(List<Long> times, int ignoreTop) {
        var leading = new LeadingTimes(ignoreTop);
        times.forEach(leading::add);
        return leading;
    }

    /// The time that leads; `Long.MIN_VALUE` when there is none.
    public long leading() {
        return greatest[greatest.length - 1];
    }

    public void add(long micros) {
        if (micros <= leading()) {
            return;
        }
        int at = greatest.length - 1;
        for (; at > 0 && greatest[at - 1] < micros; at--) {
            greatest[at] = greatest[at - 1];
        }
        greatest[at] = micros;
    }

    public void addAll(LeadingTimes others) {
        for (long micros : others.greatest) {
            add(micros);
        }
    }

    /// None yet, of which as many do not count.
    public LeadingTimes fresh() {
        return new LeadingTimes(greatest.length - 1);
    }

    public LeadingTimes copy() {
        return new LeadingTimes(greatest.clone());
    }

    /// What there is, greatest first.
    public List<Long> toList() {
        return Arrays.stream(greatest).filter(time -> time != Long.MIN_VALUE).boxed().toList();
    }
}
