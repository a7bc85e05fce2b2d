package io.tidemill.sql;

import static io.tidemill.sql.functions.approx_count_distinct;
import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.collect_list;
import static io.tidemill.sql.functions.corr;
import static io.tidemill.sql.functions.countDistinct;
import static io.tidemill.sql.functions.count_distinct;
import static io.tidemill.sql.functions.count_if;
import static io.tidemill.sql.functions.count_min_sketch;
import static io.tidemill.sql.functions.first;
import static io.tidemill.sql.functions.histogram_numeric;
import static io.tidemill.sql.functions.like;
import static io.tidemill.sql.functions.listagg_distinct;
import static io.tidemill.sql.functions.lit;
import static io.tidemill.sql.functions.ltrim;
import static io.tidemill.sql.functions.map_zip_with;
import static io.tidemill.sql.functions.max_by;
import static io.tidemill.sql.functions.median;
import static io.tidemill.sql.functions.pow;
import static io.tidemill.sql.functions.printf;
import static io.tidemill.sql.functions.product;
import static io.tidemill.sql.functions.stddev;
import static io.tidemill.sql.functions.sum_distinct;
import static io.tidemill.sql.functions.timestamp_diff;
import static io.tidemill.sql.functions.trim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import java.lang.reflect.Method;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The methods of [functions]: each means a function that SQL knows, with its arguments in order.
class FunctionsApiTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void open() {
        session = Sessions.in(directory);
    }

    private Row one(Dataset<?> rows, Column... columns) {
        return rows.select(columns).first();
    }

    @Test
    void everyMethodMeansAFunctionThatSqlKnows() {
        var unknown = new ArrayList<String>();
        int called = 0;
        for (var method : functions.class.getMethods()) {
            var arguments = arguments(method);
            if (arguments.isEmpty()) {
                continue;
            }
            called++;
            try {
                var column = (Column) method.invoke(null, arguments.get().toArray());
                var _ = session.range(1).select(column);
            } catch (InvocationTargetException e) {
                throw new AssertionError(method.toString(), e.getCause());
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            } catch (AnalysisException e) {
                if (e.getCondition().equals("UNRESOLVED_ROUTINE")) {
                    unknown.add(method.toString());
                }
            }
        }
        assertThat(called).isGreaterThan(400);
        assertThat(unknown).isEmpty();
    }

    /// Something for each parameter; empty for methods that take lambdas or schemas, or make no
    /// call.
    private static Optional<List<Object>> arguments(Method method) {
        boolean call =
                method.getReturnType() == Column.class
                        && !method.getName().matches("col|column|expr|call_.*|callUDF|udf");
        if (!call) {
            return Optional.empty();
        }
        var arguments = new ArrayList<>();
        for (var type : method.getParameterTypes()) {
            if (type == Column.class || type == Object.class) {
                arguments.add(lit(1));
            } else if (type == String.class) {
                arguments.add("id");
            } else if (type == int.class) {
                arguments.add(1);
            } else if (type == long.class) {
                arguments.add(1L);
            } else if (type == double.class) {
                arguments.add(0.1);
            } else if (type == boolean.class) {
                arguments.add(true);
            } else if (type == Column[].class) {
                arguments.add(new Column[] {lit(1)});
            } else if (type == String[].class) {
                arguments.add(new String[] {"id"});
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(arguments);
    }

    @Test
    void aggregatesOfTheApiAreThoseOfSql() {
        var rows =
                session.sql(
                        "SELECT * FROM VALUES (1, 'b'), (2, 'a'), (2, 'a'), (4, NULL) AS t(n, s)");
        assertThat(
                        one(
                                rows,
                                count_distinct(col("n"), col("s")),
                                countDistinct("n"),
                                sum_distinct(col("n")),
                                product(col("n")),
                                count_if(col("n").gt(1)),
                                first("s", true),
                                max_by(col("s"), col("n")),
                                listagg_distinct(col("s"), lit("+")),
                                collect_list("n"),
                                approx_count_distinct("n"),
                                median(col("n")),
                                corr("n", "n")))
                .isEqualTo(
                        RowFactory.create(
                                2L,
                                3L,
                                7L,
                                16.0,
                                3L,
                                "a",
                                null,
                                "a+b",
                                List.of(1, 2, 2, 4),
                                3L,
                                2.0,
                                1.0));
        assertThat(rows.agg(stddev("n").as("s")).first().getDouble(0))
                .isCloseTo(1.258306, within());
        assertThat(rows.select(count_distinct(col("n"))).columns())
                .containsExactly("count(DISTINCT n)");
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-6);
    }

    @Test
    void aHistogramHasABinForEachValueUntilThereAreTooMany() {
        var numbers = session.sql("SELECT * FROM VALUES (1), (2), (2), (10), (11) AS t(n)");
        assertThat(one(numbers, histogram_numeric(col("n"), lit(10))).getList(0))
                .containsExactly(
                        RowFactory.create(1, 1.0),
                        RowFactory.create(2, 2.0),
                        RowFactory.create(10, 1.0),
                        RowFactory.create(11, 1.0));
        assertThat(one(numbers, histogram_numeric(col("n").cast("double"), lit(2))).getList(0))
                .containsExactly(RowFactory.create(5 / 3.0, 3.0), RowFactory.create(10.5, 2.0));
        assertThat(one(numbers.where("n > 99"), histogram_numeric(col("n"), lit(2))).get(0))
                .isNull();
        assertThatThrownBy(() -> numbers.select(histogram_numeric(col("n"), lit(1))))
                .hasMessageContaining("nb must be between");
    }

    @Test
    void aCountMinSketchIsTheOneThatSparkWrites() {
        var values = session.sql("SELECT * FROM VALUES (1, 'x'), (2, 'y'), (2, 'é') AS t(n, s)");
        var sketches =
                one(
                        values,
                        count_min_sketch(col("n"), lit(0.5), lit(0.5), lit(1)),
                        count_min_sketch(col("s"), lit(0.5), lit(0.9), lit(7)));
        assertThat(HexFormat.of().formatHex(sketches.getAs(0)))
                .isEqualTo(
                        "0000000100000000000000030000000100000004000000005d8d6ab900000000"
                                + "00000000000000000000000100000000000000020000000000000000");
        assertThat(HexFormat.of().formatHex(sketches.getAs(1)))
                .isEqualTo(
                        "0000000100000000000000030000000400000004000000005d878bcc00000000"
                                + "51bb9a0c000000005fe4ca2d00000000013b859c000000000000000000000000"
                                + "0000000200000000000000000000000000000001000000000000000100000000"
                                + "0000000200000000000000000000000000000000000000000000000000000000"
                                + "0000000100000000000000000000000000000002000000000000000000000000"
                                + "0000000200000000000000010000000000000000");
    }

    @Test
    void argumentsStandInTheOrderThatSparkHas() {
        var row = session.sql("SELECT 'xxaxx' AS s, TIMESTAMP '2026-01-02 00:00:00' AS t");
        assertThat(
                        one(
                                row,
                                trim(col("s"), "x"),
                                ltrim(col("s"), "x"),
                                functions.rtrim(col("s"), lit("x")),
                                like(col("s"), lit("%a%")),
                                printf(lit("%s-%d"), col("s"), lit(3)),
                                pow(lit(2), 10.0),
                                timestamp_diff(
                                        "DAY",
                                        col("t"),
                                        col("t").plus(functions.make_dt_interval(lit(3))))))
                .isEqualTo(RowFactory.create("a", "axx", "xxa", true, "xxaxx-3", 1024.0, 3L));
    }

    @Test
    void mapsAreZippedKeyByKey() {
        var maps = session.sql("SELECT map('a', 1, 'b', 2) AS l, map('b', 5, 'c', 7) AS r");
        var row =
                one(
                        maps,
                        map_zip_with(
                                col("l"),
                                col("r"),
                                (_, l, r) ->
                                        functions
                                                .coalesce(l, lit(0))
                                                .plus(functions.coalesce(r, lit(0)))));
        assertThat(row.getJavaMap(0)).isEqualTo(Map.of("a", 1, "b", 7, "c", 7));
    }
}
