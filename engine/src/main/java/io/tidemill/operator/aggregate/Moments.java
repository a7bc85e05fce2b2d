package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.IntegerType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variances, covariances and what is made of them: exact sums of powers and products.
///
/// A double is a decimal with an end, and so are the powers of it; sums of them are kept exactly,
/// hence neither the order of rows nor rows that came and went leave a trace, and only the result
/// is rounded. NaN and the infinities are counted apart and make the result NaN.
final class Moments implements Accumulator {
    private static final MathContext DIGITS = new MathContext(50);

    private final String function;
    private final boolean pairs;
    private final int powers;
    private final BigDecimal[] sums;
    private long count;
    private long notFinite;

    /// @param function its name as in Spark, without aliases
    /// @param pairs whether it takes y and x; else only x
    Moments(String function, boolean pairs) {
        this.function = function;
        this.pairs = pairs;
        powers = function.equals("kurtosis") ? 4 : function.equals("skewness") ? 3 : 2;
        sums = new BigDecimal[pairs ? 5 : powers];
        Arrays.fill(sums, BigDecimal.ZERO);
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        if (values[0] == null || pairs && values[1] == null) {
            return;
        }
        count += weight;
        double first = ((Number) values[0]).doubleValue();
        double second = pairs && values[1] instanceof Number number ? number.doubleValue() : 0;
        if (!Double.isFinite(first) || !Double.isFinite(second)) {
            notFinite += weight;
            return;
        }
        var times = BigDecimal.valueOf(weight);
        var y = new BigDecimal(first);
        if (pairs) {
            var x = new BigDecimal(second);
            plus(0, y.multiply(times));
            plus(1, y.multiply(y).multiply(times));
            plus(2, x.multiply(times));
            plus(3, x.multiply(x).multiply(times));
            plus(4, x.multiply(y).multiply(times));
            return;
        }
        var power = times;
        for (int i = 0; i < powers; i++) {
            power = power.multiply(y);
            plus(i, power);
        }
    }

    private void plus(int index, BigDecimal more) {
        var sum = sums[index].add(more);
        sums[index] = sum.signum() == 0 ? BigDecimal.ZERO : sum;
    }

    @Override
    public @Nullable Object result() {
        if (function.equals("regr_count")) {
            return count;
        }
        if (count == 0) {
            return null;
        }
        if (notFinite > 0) {
            return count == 1 && isOfSample() ? null : (Object) Double.NaN;
        }
        return pairs ? ofPairs() : ofOne();
    }

    private boolean isOfSample() {
        return function.endsWith("_samp") || function.equals("corr") || function.equals("regr_r2");
    }

    private BigDecimal n() {
        return BigDecimal.valueOf(count);
    }

    /// The sum of the products of two distances from their means, times the count.
    private BigDecimal spread(int product, int one, int other) {
        return sums[product].multiply(n()).subtract(sums[one].multiply(sums[other]));
    }

    private @Nullable Object ofOne() {
        var spread = spread(1, 0, 0);
        return switch (function) {
            case "var_pop" -> over(spread, n().multiply(n()));
            case "var_samp" -> sample(spread);
            case "stddev_pop" -> root(over(spread, n().multiply(n())));
            case "stddev_samp" -> root(sample(spread));
            case "skewness" -> skewness(spread);
            case "kurtosis" -> kurtosis(spread);
            default -> throw new IllegalStateException("no moment " + function);
        };
    }

    private @Nullable Double sample(BigDecimal spread) {
        return count == 1 ? null : over(spread, n().multiply(BigDecimal.valueOf(count - 1)));
    }

    /// With m2 and m3 the mean powers of the distances from the mean: m3 / m2^1.5.
    private @Nullable Double skewness(BigDecimal spread) {
        if (spread.signum() == 0) {
            return null;
        }
        var n = n();
        // n³ m3 = n² S3 - 3 n S1 S2 + 2 S1³
        var third =
                n.multiply(n)
                        .multiply(sums[2])
                        .subtract(n.multiply(sums[0]).multiply(sums[1]).multiply(of(3)))
                        .add(sums[0].pow(3).multiply(of(2)));
        var root = spread.sqrt(DIGITS);
        return third.divide(spread.multiply(root), DIGITS).doubleValue();
    }

    /// m4 / m2² - 3.
    private @Nullable Double kurtosis(BigDecimal spread) {
        if (spread.signum() == 0) {
            return null;
        }
        var n = n();
        // n⁴ m4 = n³ S4 - 4 n² S1 S3 + 6 n S1² S2 - 3 S1⁴
        var fourth =
                n.pow(3)
                        .multiply(sums[3])
                        .subtract(n.pow(2).multiply(sums[0]).multiply(sums[2]).multiply(of(4)))
                        .add(n.multiply(sums[0].pow(2)).multiply(sums[1]).multiply(of(6)))
                        .subtract(sums[0].pow(4).multiply(of(3)));
        return fourth.divide(spread.multiply(spread), DIGITS).subtract(of(3)).doubleValue();
    }

    private @Nullable Object ofPairs() {
        var ofY = spread(1, 0, 0);
        var ofX = spread(3, 2, 2);
        var ofBoth = spread(4, 0, 2);
        return switch (function) {
            case "covar_pop" -> over(ofBoth, n().multiply(n()));
            case "covar_samp" -> sample(ofBoth);
            case "corr" ->
                    ofX.signum() == 0 || ofY.signum() == 0
                            ? null
                            : (Object) over(ofBoth, ofX.multiply(ofY).sqrt(DIGITS));
            case "regr_sxx" -> over(ofX, n());
            case "regr_syy" -> over(ofY, n());
            case "regr_sxy" -> over(ofBoth, n());
            case "regr_slope" -> ofX.signum() == 0 ? null : (Object) over(ofBoth, ofX);
            case "regr_intercept" -> ofX.signum() == 0 ? null : (Object) intercept(ofBoth, ofX);
            case "regr_r2" -> {
                if (ofX.signum() == 0) {
                    yield null;
                }
                yield ofY.signum() == 0
                        ? (Object) 1.0
                        : over(ofBoth.multiply(ofBoth), ofX.multiply(ofY));
            }
            default -> throw new IllegalStateException("no moment " + function);
        };
    }

    /// (Sy - slope Sx) / n.
    private Double intercept(BigDecimal ofBoth, BigDecimal ofX) {
        return over(sums[0].multiply(ofX).subtract(ofBoth.multiply(sums[2])), ofX.multiply(n()));
    }

    private static Double over(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, DIGITS).doubleValue();
    }

    private static @Nullable Double root(@Nullable Double value) {
        return value == null ? null : (Double) Math.sqrt(value);
    }

    private static BigDecimal of(long number) {
        return BigDecimal.valueOf(number);
    }

    @Override
    public List<@Nullable Object> save() {
        var saved = new ArrayList<@Nullable Object>();
        saved.add(count);
        saved.add(notFinite);
        for (var sum : sums) {
            saved.add(sum.unscaledValue().toByteArray());
            saved.add(sum.scale());
        }
        return saved;
    }

    @Override
    public void load(List<@Nullable Object> state) {
        count = state.get(0) instanceof Long saved ? saved : 0;
        notFinite = state.get(1) instanceof Long saved ? saved : 0;
        for (int i = 0; i < sums.length; i++) {
            if (!(state.get(2 + 2 * i) instanceof byte[] unscaled)
                    || !(state.get(3 + 2 * i) instanceof Integer scale)) {
                throw new IllegalStateException("a part of a moment is missing");
            }
            sums[i] = new BigDecimal(new BigInteger(unscaled), scale);
        }
    }

    @Override
    public List<DataType> stateTypes() {
        var types = new ArrayList<DataType>(List.of(DataTypes.LongType, DataTypes.LongType));
        for (int i = 0; i < sums.length; i++) {
            types.add(new BinaryType());
            types.add(new IntegerType());
        }
        return types;
    }
}
