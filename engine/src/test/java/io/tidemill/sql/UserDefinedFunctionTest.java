package io.tidemill.sql;

import static io.tidemill.sql.functions.call_udf;
import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.api.java.UDF0;
import io.tidemill.sql.api.java.UDF1;
import io.tidemill.sql.api.java.UDF2;
import io.tidemill.sql.api.java.UDF3;
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions of the program in SQL and in Columns.
class UserDefinedFunctionTest {
    @TempDir Path directory;
    private TidemillSession session;

    @BeforeEach
    void open() throws IOException {
        session = Sessions.in(directory);
        Files.writeString(
                directory.resolve("rides.json"),
                """
                {"city": "Oslo", "price": 4, "tags": ["a", "b"], "at": {"x": 1, "y": 2}}
                {"city": "Rome", "price": 7, "tags": [], "at": {"x": 3, "y": 4}}
                {"city": null, "price": null, "tags": null, "at": null}
                """);
        session.read()
                .schema(
                        "city STRING, price INT, tags ARRAY<STRING>,"
                                + " at STRUCT<x: BIGINT, y: BIGINT>")
                .json("rides.json")
                .createOrReplaceTempView("rides");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private List<Row> sql(String query) {
        return session.sql(query).collectAsList();
    }

    @Test
    void aFunctionRegisteredUnderANameIsCalledInSqlAndByColumns() {
        session.udf()
                .register(
                        "shout",
                        (UDF1<String, String>) text -> text == null ? "?" : text + "!",
                        DataTypes.StringType);
        assertThat(sql("SELECT Shout(city) FROM rides"))
                .containsExactly(row("Oslo!"), row("Rome!"), row("?"));
        assertThat(
                        sql(
                                "SELECT count(*) FROM rides WHERE shout(city) = 'Rome!' GROUP BY"
                                        + " shout(city)"))
                .containsExactly(row(1L));
        assertThat(session.table("rides").select(call_udf("shout", col("city"))).collectAsList())
                .hasSize(3)
                .contains(row("Oslo!"));
        assertThat(sql("SHOW FUNCTIONS")).contains(row("shout"));
    }

    @Test
    void aFunctionAsAValueIsCalledOnColumns() {
        var far =
                udf(
                                (UDF2<Row, Integer, Double>)
                                        (at, price) ->
                                                at == null
                                                        ? null
                                                        : Math.hypot(
                                                                        (double) at.getLong(0),
                                                                        (double) at.getLong(1))
                                                                * price,
                                DataTypes.DoubleType)
                        .withName("far");
        var rows = session.table("rides").select(far.apply(col("at"), col("price")));
        assertThat(rows.columns()).containsExactly("far(at, price)");
        assertThat(rows.collectAsList())
                .containsExactly(row(Math.sqrt(5) * 4), row(35.0), row((Object) null));
    }

    @Test
    void listsAndRowsComeAndGo() {
        session.udf()
                .register(
                        "reversed",
                        (UDF1<List<String>, List<String>>)
                                list -> list == null ? null : list.reversed(),
                        DataTypes.createArrayType(DataTypes.StringType));
        session.udf()
                .register(
                        "swap",
                        (UDF1<Row, Row>)
                                at ->
                                        at == null
                                                ? null
                                                : RowFactory.create(at.getLong(1), at.getLong(0)),
                        io.tidemill.sql.types.StructType.fromDDL("x BIGINT, y BIGINT"));
        assertThat(sql("SELECT reversed(tags)[0], swap(at).x FROM rides WHERE price = 4"))
                .containsExactly(row("b", 2L));
    }

    @Test
    void twoFunctionsOfOneNameAreTwo() {
        session.udf().register("f", (UDF1<Integer, Integer>) n -> 1, DataTypes.IntegerType);
        var before = session.sql("SELECT f(price) AS a, price FROM rides WHERE price = 4");
        session.udf().register("f", (UDF1<Integer, Integer>) n -> 2, DataTypes.IntegerType);
        before.createOrReplaceTempView("before");
        assertThat(sql("SELECT a, f(price) FROM before")).containsExactly(row(1, 2));
        var one = udf((UDF1<Integer, Integer>) n -> n + 1, DataTypes.IntegerType);
        var two = udf((UDF1<Integer, Integer>) n -> n + 2, DataTypes.IntegerType);
        assertThat(
                        session.table("rides")
                                .where("price = 7")
                                .select(one.apply(col("price")), two.apply(col("price")))
                                .collectAsList())
                .containsExactly(row(8, 9));
    }

    @Test
    void anErrorNamesTheFunctionItsPlaceAndTheRow() {
        session.udf()
                .register(
                        "tenth", (UDF1<Integer, Integer>) n -> 10 / (n - 7), DataTypes.IntegerType);
        assertThatThrownBy(() -> sql("SELECT city, tenth(price) FROM rides"))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("FAILED_EXECUTE_UDF")
                .hasMessageContaining("`tenth`")
                .hasMessageContaining("ArithmeticException")
                .hasMessageContaining("\"tenth(price)\" at line 1, column 14")
                .hasMessageContaining("rides.json@");
    }

    @Test
    void recursionsWithoutEndAndMissingClassesAreFaultsOfTheFunctionToo() {
        session.udf()
                .register(
                        "missing",
                        (UDF1<Integer, Integer>)
                                n -> {
                                    throw new NoClassDefFoundError("com/example/Prices");
                                },
                        DataTypes.IntegerType);
        session.udf().register("deep", (UDF1<Integer, Integer>) this::deep, DataTypes.IntegerType);
        assertThatThrownBy(() -> sql("SELECT missing(price) FROM rides"))
                .hasMessageContaining("FAILED_EXECUTE_UDF")
                .hasMessageContaining("NoClassDefFoundError: com/example/Prices")
                .hasMessageContaining("line 1, column 8");
        assertThatThrownBy(() -> sql("SELECT deep(price) FROM rides"))
                .hasMessageContaining("FAILED_EXECUTE_UDF")
                .hasMessageContaining("`deep` failed")
                .hasMessageContaining("StackOverflowError");
    }

    @SuppressWarnings("InfiniteRecursion") // it is what is tested
    private int deep(int n) {
        return deep(n + 1) + 1;
    }

    @Test
    void wrongClassesAndCountsAreExplained() {
        session.udf().register("twice", (UDF1<Long, Long>) n -> 2 * n, DataTypes.LongType);
        assertThatThrownBy(() -> sql("SELECT twice(price) FROM rides"))
                .hasMessageContaining("FAILED_EXECUTE_UDF")
                .hasMessageContaining("(INT)")
                .hasMessageContaining("cast the arguments");
        assertThat(sql("SELECT twice(bigint(price)) FROM rides WHERE price = 4"))
                .containsExactly(row(8L));
        assertThatThrownBy(() -> sql("SELECT twice(price, 1) FROM rides"))
                .hasMessageContaining("WRONG_NUM_ARGS");
        session.udf().register("lie", (UDF0<Object>) () -> 1L, DataTypes.IntegerType);
        assertThatThrownBy(() -> sql("SELECT lie()"))
                .hasMessageContaining("lie is INT and was given 1");
    }

    @Test
    void aFunctionIsNotCalledForRowsThatAFilterTakesAway() {
        var seen = new ConcurrentLinkedQueue<Integer>();
        session.udf()
                .register(
                        "note",
                        (UDF1<Integer, Boolean>) n -> n != null && seen.add(n),
                        DataTypes.BooleanType);
        assertThat(sql("SELECT city FROM (SELECT * FROM rides WHERE price > 5) WHERE note(price)"))
                .containsExactly(row("Rome"));
        assertThat(seen).containsExactly(7);
        assertThat(sql("SELECT CASE WHEN price > 5 THEN note(price) END FROM rides")).hasSize(3);
        assertThat(seen).containsExactly(7, 7);
    }

    @Test
    void aStreamUsesFunctionsToo() throws Exception {
        session.udf()
                .register(
                        "sum3",
                        (UDF3<Long, Long, Long, Long>) (a, b, c) -> a + b + c,
                        DataTypes.LongType);
        var numbers = session.memoryStream(Encoders.LONG());
        for (long i = 0; i < 5000; i++) { // beyond what the interpreter takes before code is made
            numbers.addData(i);
        }
        var query =
                numbers.toDF()
                        .selectExpr("sum3(value, value, 1L) AS n")
                        .writeStream()
                        .format("memory")
                        .queryName("sums")
                        .option("checkpointLocation", "ck")
                        .trigger(Trigger.AvailableNow())
                        .start();
        query.awaitTermination();
        assertThat(sql("SELECT count(*), sum(n) FROM sums"))
                .containsExactly(row(5000L, 5000L * 4999 + 5000));
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }
}
