package io.tidemill.expression.compile;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RandomExpressions;
import io.tidemill.expression.RandomValues;
import io.tidemill.expression.RowFunction;
import io.tidemill.expression.RowFunctions;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// Generated code against the interpreter: the same values, and the same errors for the same rows.
///
/// `-Dseed=N` runs one seed alone, `-Dexpressions=N` as many from 0 on.
class GeneratedCodeTest {
    private static final List<ZoneId> ZONES =
            List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("America/St_Johns"));

    @Test
    void generatedCodeAgreesWithTheInterpreterOnRandomExpressions() {
        var only = Long.getLong("seed");
        if (only != null) {
            check(only);
            return;
        }
        var failures = new ArrayList<AssertionError>();
        for (long seed = 0; seed < Integer.getInteger("expressions", 1000); seed++) {
            try {
                check(seed);
            } catch (AssertionError e) {
                failures.add(e);
            }
        }
        failures.stream()
                .findFirst()
                .ifPresent(e -> {
                    throw e;
                });
    }

    private static void check(long seed) {
        try {
            tryOut(seed);
        } catch (AssertionError e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void tryOut(long seed) {
        var random = new SplittableRandom(seed);
        var expressions = new RandomExpressions(random);
        var values = new RandomValues(random);
        int depth = 1 + random.nextInt(4);
        Optional<Expression> filter =
                random.nextInt(3) == 0
                        ? Optional.of(expressions.condition(depth))
                        : Optional.empty();
        var projections =
                Stream.generate(() ->
                                random.nextInt(4) == 0
                                        ? expressions.any(depth)
                                        : expressions.of(
                                                RandomValues.TABLE.typeOf(
                                                        random.nextInt(RandomValues.TABLE.size())),
                                                depth))
                        .limit(1 + random.nextInt(3))
                        .filter(e -> !e.type().equals(DataTypes.NullType))
                        .toList();
        var zone = ZONES.get(random.nextInt(ZONES.size()));
        var evaluation = new Evaluation(1_700_000_000_000_000L, seed, zone);
        var output = output(projections);
        var about = "seed %d: filter %s, projections %s".formatted(seed, filter, projections);
        var generated =
                GeneratedRowFunctions.eager(RandomValues.TABLE, filter, projections, output);
        RowFunction interpreted;
        try {
            interpreted = RowFunctions.interpreted(RandomValues.TABLE, filter, projections, output);
        } catch (TidemillException e) {
            return; // a constant argument that cannot be computed
        }
        for (boolean nulls : new boolean[] {false, true}) {
            var batch = values.batch(12, nulls);
            agree(generated, interpreted, batch, evaluation, about);
            for (int row = 0; row < batch.rows(); row++) {
                var one = Batch.create(batch.schema(), 1);
                one.append(batch, row, random.nextInt(3) - 1);
                agree(generated, interpreted, one, evaluation, about);
            }
        }
    }

    private static void agree(
            RowFunction generated,
            RowFunction interpreted,
            Batch batch,
            Evaluation evaluation,
            String about) {
        assertThat(outcome(generated, batch, evaluation))
                .as(about)
                .isEqualTo(outcome(interpreted, batch, evaluation));
    }

    private static List<String> outcome(RowFunction function, Batch batch, Evaluation evaluation) {
        try {
            var out = function.apply(batch, evaluation);
            var rows = new ArrayList<String>();
            for (int row = 0; row < out.rows(); row++) {
                rows.add(out.weight(row) + " " + out.describe(row) + readable(out.row(row)));
            }
            return rows;
        } catch (TidemillException e) {
            return List.of(e.getMessage());
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            return List.of(e.toString());
        }
    }

    /// The values so that two that differ look different.
    private static String readable(Object value) {
        return switch (value) {
            case Float number -> "float " + number;
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Object[] fields ->
                    Arrays.stream(fields).map(GeneratedCodeTest::readable).toList().toString();
            case List<?> list -> list.stream().map(GeneratedCodeTest::readable).toList().toString();
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> readable(e.getKey()) + "=" + readable(e.getValue()))
                            .toList()
                            .toString();
            case null, default -> String.valueOf(value);
        };
    }

    private static StructType output(List<Expression> projections) {
        var output = new StructType();
        for (int i = 0; i < projections.size(); i++) {
            output = output.add("c" + i, projections.get(i).type());
        }
        return output;
    }
}
