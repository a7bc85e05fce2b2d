package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Evaluation;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.NullType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `rand`, `randn`, `uuid`: a function of the epoch's seed and the row's place in its split.
///
/// An epoch run again, over the same rows in the same splits, draws the same, however many workers
/// there are. With a seed given the n-th row of a split gets the n-th number of a sequence: of the
/// first split, Spark's of its first partition.
final class RandomFunctions {
    private static final String LETTERS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

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
                    var draw = draw(arguments.size() == 1 ? seed(arguments) : null, XorShift::uuid);
                    return new Signature(arguments.types(), DataTypes.StringType, false, draw);
                });
    }

    static void defineDraws(Catalog catalog) {
        catalog.define(Group.MATH, "uniform(least, most[, seed])")
                .says(
                        "A random number from `least` to `most`, which are constants: a whole one"
                                + " if both are, `most` left out.")
                .example("uniform(10, 20, 7)")
                .random()
                .withTyping(arguments -> {
                    arguments.countBetween(2, 3);
                    double least = number(arguments, 0);
                    double span = number(arguments, 1) - least;
                    var type = uniformType(arguments.type(0), arguments.type(1));
                    Function<XorShift, Object> next =
                            random -> {
                                double drawn = least + random.nextDouble() * span;
                                return switch (type) {
                                    case IntegerType _ -> (int) Math.floor(drawn);
                                    case LongType _ -> (long) Math.floor(drawn);
                                    default -> drawn;
                                };
                            };
                    return new Signature(
                            arguments.types(),
                            type,
                            false,
                            draw(arguments.size() == 3 ? seed(arguments, 2) : null, next));
                });
        catalog.define(Group.STRING, "randstr(length[, seed])")
                .says("A random text of so many letters and digits; the length is a constant.")
                .example("length(randstr(5))")
                .random()
                .withTyping(arguments -> {
                    arguments.countBetween(1, 2);
                    int length = (int) number(arguments, 0);
                    return new Signature(
                            arguments.types(),
                            DataTypes.StringType,
                            false,
                            draw(
                                    arguments.size() == 2 ? seed(arguments, 1) : null,
                                    random -> letters(random, length)));
                });
    }

    private static DataType uniformType(DataType least, DataType most) {
        boolean small = Kind.INT.accepts(least) && Kind.INT.accepts(most);
        boolean whole = isWhole(least) && isWhole(most);
        return small ? DataTypes.IntegerType : whole ? DataTypes.LongType : DataTypes.DoubleType;
    }

    private static boolean isWhole(DataType type) {
        return Kind.INT.accepts(type) || Kind.LONG.accepts(type);
    }

    private static double number(Arguments arguments, int index) {
        if (!arguments.isConstant(index)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__NON_FOLDABLE_INPUT,
                    "argument %d should be a constant".formatted(index + 1));
        }
        return arguments
                .constant(index)
                .filter(Number.class::isInstance)
                .map(Number.class::cast)
                .map(Number::doubleValue)
                .orElseThrow(() -> arguments.unexpected(index, "\"NUMERIC\""));
    }

    private static String letters(XorShift random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    static void defineNumbers(Catalog catalog) {
        catalog.define(Group.MATH, "monotonically_increasing_id()")
                .says(
                        "A BIGINT that no other row of the same query has, and that grows from row"
                                + " to row of a piece of the input: not of a stream.")
                .example("monotonically_increasing_id()")
                .random()
                .total()
                .gives(DataTypes.LongType)
                .neverNull()
                .with((_, evaluation) -> piece(evaluation.split()) << 33 | evaluation.row());
        catalog.define(Group.MATH, "spark_partition_id()")
                .says("The number of the piece of the input that the row is from: not of a stream.")
                .example("spark_partition_id()")
                .random()
                .total()
                .gives(DataTypes.IntegerType)
                .neverNull()
                .with((_, evaluation) -> (int) piece(evaluation.split()));
    }

    /// A number for a piece of the input, or for a worker that rows are made by.
    private static long piece(long split) {
        return split < 0 ? (1L << 28) - 1 - split : split & (1L << 28) - 1;
    }

    private static @Nullable Long seed(Arguments arguments) {
        return seed(arguments, 0);
    }

    private static @Nullable Long seed(Arguments arguments, int index) {
        var type = arguments.type(index);
        if (!Kind.INT.accepts(type) && !Kind.LONG.accepts(type) && !(type instanceof NullType)) {
            throw arguments.unexpected(index, "(\"INT\" or \"BIGINT\")");
        }
        if (!arguments.isConstant(index)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__NON_FOLDABLE_INPUT,
                    "the seed should be a constant");
        }
        return arguments.constant(index).map(seed -> ((Number) seed).longValue()).orElse(0L);
    }

    private static Signature sequence(Arguments arguments, boolean normal) {
        arguments.countBetween(0, 1);
        return new Signature(
                arguments.types(),
                DataTypes.DoubleType,
                false,
                draw(
                        arguments.size() == 1 ? seed(arguments) : null,
                        normal ? XorShift::nextNormal : XorShift::nextDouble));
    }

    private static Body draw(@Nullable Long seed, Function<XorShift, Object> next) {
        if (seed == null) {
            return (_, evaluation) -> next.apply(XorShift.at(evaluation));
        }
        var sequence = new Sequence(seed, next);
        return (_, evaluation) -> sequence.at(evaluation);
    }

    /// The sequence that a seed begins, at any row: cheap from row to row of a split.
    private static final class Sequence {
        private final long seed;
        private final Function<XorShift, Object> next;
        private @Nullable XorShift state;
        private long split;
        private long row;

        Sequence(long seed, Function<XorShift, Object> next) {
            this.seed = seed;
            this.next = next;
        }

        /// A split's number among those of its table: a table read twice draws the same twice.
        private static long number(long split) {
            return split < 0 ? -1 - split : split & 0xFFFFFFFFL;
        }

        Object at(Evaluation evaluation) {
            var current = state;
            if (current == null || split != evaluation.split() || row > evaluation.row()) {
                split = evaluation.split();
                row = 0;
                current = XorShift.of(seed + number(split));
                state = current;
            }
            while (row < evaluation.row()) {
                var _ = next.apply(current);
                row++;
            }
            row++;
            return next.apply(current);
        }
    }
}
