package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Evaluation;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.NullType;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `rand`, `randn`, `uuid`: a sequence that begins with the seed given, or with the epoch's.
///
/// An epoch run again, over the same rows in the same order, draws the same. With a seed given the
/// numbers are Spark's of its first partition.
final class RandomFunctions {
    private RandomFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.MATH, "rand([seed])")
                .alias("random")
                .says("A random number from 0.0 up to but not including 1.0.")
                .example("rand(42)")
                .random()
                .total()
                .withTyping(arguments -> sequence(arguments, false));
        catalog.define(Group.MATH, "randn([seed])")
                .says("A random number of the standard normal distribution.")
                .example("randn(42)")
                .random()
                .total()
                .withTyping(arguments -> sequence(arguments, true));
        catalog.define(Group.STRING, "uuid()")
                .says("A random UUID, version 4.")
                .example("length(uuid())")
                .random()
                .total()
                .withTyping(arguments -> {
                    arguments.countBetween(0, 1);
                    var seed = arguments.size() == 1 ? seed(arguments) : null;
                    var sequence = new Sequence(seed);
                    return new Signature(
                            arguments.types(),
                            DataTypes.StringType,
                            false,
                            (_, evaluation) -> sequence.at(evaluation).uuid());
                });
    }

    private static @Nullable Long seed(Arguments arguments) {
        var type = arguments.type(0);
        if (!Kind.INT.accepts(type) && !Kind.LONG.accepts(type) && !(type instanceof NullType)) {
            throw arguments.unexpected(0, "(\"INT\" or \"BIGINT\")");
        }
        if (!arguments.isConstant(0)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__NON_FOLDABLE_INPUT,
                    "the seed should be a constant");
        }
        return arguments.constant(0).map(seed -> ((Number) seed).longValue()).orElse(0L);
    }

    private static Signature sequence(Arguments arguments, boolean normal) {
        arguments.countBetween(0, 1);
        var sequence = new Sequence(arguments.size() == 1 ? seed(arguments) : null);
        return new Signature(
                arguments.types(),
                DataTypes.DoubleType,
                false,
                (_, evaluation) -> {
                    var at = sequence.at(evaluation);
                    return normal ? at.nextNormal() : at.nextDouble();
                });
    }

    /// Spark's `XORShiftRandom`, begun anew when the epoch changes.
    private static final class Sequence {
        private final @Nullable Long given;
        private @Nullable Evaluation epoch;
        private long state;
        private double spare = Double.NaN;

        Sequence(@Nullable Long given) {
            this.given = given;
        }

        Sequence at(Evaluation evaluation) {
            if (!evaluation.equals(epoch)) {
                boolean first = epoch == null;
                epoch = evaluation;
                if (given == null || first) {
                    state = scrambled(given == null ? evaluation.seed() : given);
                    spare = Double.NaN;
                }
            }
            return this;
        }

        private int next(int bits) {
            long mixed = state ^ state << 21;
            mixed ^= mixed >>> 35;
            mixed ^= mixed << 4;
            state = mixed;
            return (int) (mixed & (1L << bits) - 1);
        }

        double nextDouble() {
            return (((long) next(26) << 27) + next(27)) * 0x1.0p-53;
        }

        /// Marsaglia's polar method, as `java.util.Random` does it.
        double nextNormal() {
            if (!Double.isNaN(spare)) {
                double kept = spare;
                spare = Double.NaN;
                return kept;
            }
            double a;
            double b;
            double square;
            do {
                a = 2 * nextDouble() - 1;
                b = 2 * nextDouble() - 1;
                square = a * a + b * b;
            } while (square >= 1 || square == 0);
            double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            spare = b * factor;
            return a * factor;
        }

        String uuid() {
            long high = (long) next(32) << 32 | next(32) & 0xFFFFFFFFL;
            long low = (long) next(32) << 32 | next(32) & 0xFFFFFFFFL;
            return new UUID(
                            high & 0xFFFFFFFFFFFF0FFFL | 0x4000L,
                            low & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L)
                    .toString();
        }

        /// A seed whose bits are spread, as Spark's `XORShiftRandom.hashSeed`.
        private static long scrambled(long seed) {
            var bytes = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
            int low = SparkHash.scala(bytes, 0x3c074a61);
            int high = SparkHash.scala(bytes, low);
            return (long) high << 32 | low & 0xFFFFFFFFL;
        }
    }
}
