package io.tidemill.sql;

import java.util.ArrayList;
import java.util.List;

/// Rows by chance. What is drawn follows from the seed and the places of the rows in what is read,
/// so that the same rows give the same sample.
final class Samples {
    private static final double NEGLIGIBLE = 1e-12;

    private Samples() {}

    /// Each row with a probability.
    static Column chosen(double fraction, long seed) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "the fraction to sample is %s, but must lie between 0 and 1"
                            .formatted(fraction));
        }
        return functions.rand(seed).lt(fraction);
    }

    /// How often a row is taken that may be taken again: a number of the Poisson distribution.
    ///
    /// @param fraction how often on average
    static Column times(double fraction, long seed) {
        if (!(fraction >= 0 && fraction <= 100)) {
            throw new IllegalArgumentException(
                    "the fraction to sample is %s, but must lie between 0 and 100"
                            .formatted(fraction));
        }
        var draw = functions.rand(seed);
        var times = functions.lit(0);
        double probability = Math.exp(-fraction);
        double upTo = probability;
        for (int count = 1; 1 - upTo > NEGLIGIBLE && count < 1_000; count++) {
            times = times.plus(functions.when(draw.geq(upTo), 1).otherwise(0));
            probability *= fraction / count;
            upTo += probability;
        }
        return times;
    }

    /// For each weight which rows are of its part; each row is of one.
    static List<Column> parts(double[] weights, long seed) {
        double sum = 0;
        for (double weight : weights) {
            if (!(weight >= 0)) {
                throw new IllegalArgumentException(
                        "a weight of randomSplit is %s, but must not be negative"
                                .formatted(weight));
            }
            sum += weight;
        }
        if (sum <= 0) {
            throw new IllegalArgumentException("no weight of randomSplit is greater than 0");
        }
        var draw = functions.rand(seed);
        var parts = new ArrayList<Column>();
        double from = 0;
        for (int i = 0; i < weights.length; i++) {
            double to = i == weights.length - 1 ? 1 : from + weights[i] / sum;
            parts.add(draw.geq(from).and(draw.lt(to)));
            from = to;
        }
        return parts;
    }
}
