package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.udaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.api.java.function.MapFunction;
import io.tidemill.sql.expressions.Aggregator;
import io.tidemill.sql.streaming.MemoryStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Aggregates of objects, as Spark's documentation writes them.
class TypedAggregatesTest {
    private final TidemillSession session = Sessions.in(Path.of("."));

    @AfterEach
    void close() {
        session.close();
    }

    /// Spark's example.
    public static final class Employee implements Serializable {
        private static final long serialVersionUID = 1;
        private String name = "";
        private long salary;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public long getSalary() {
            return salary;
        }

        public void setSalary(long salary) {
            this.salary = salary;
        }
    }

    /// What Spark's example calls Average.
    static final class Average implements Serializable {
        private static final long serialVersionUID = 1;
        private long sum;
        private long count;
    }

    private static final class MyAverage extends Aggregator<Employee, Average, Double> {
        private static final long serialVersionUID = 1;

        @Override
        public Average zero() {
            return new Average();
        }

        @Override
        public Average reduce(Average buffer, Employee employee) {
            buffer.sum += employee.getSalary();
            buffer.count++;
            return buffer;
        }

        @Override
        public Average merge(Average first, Average second) {
            first.sum += second.sum;
            first.count += second.count;
            return first;
        }

        @Override
        public Double finish(Average reduction) {
            return (double) reduction.sum / reduction.count;
        }

        @Override
        public Encoder<Average> bufferEncoder() {
            return Encoders.kryo(Average.class);
        }

        @Override
        public Encoder<Double> outputEncoder() {
            return Encoders.DOUBLE();
        }
    }

    private static Employee employee(String name, long salary) {
        var employee = new Employee();
        employee.setName(name);
        employee.setSalary(salary);
        return employee;
    }

    @Test
    void objectsComeToOneObject() {
        var employees =
                session.createDataset(
                        List.of(employee("Michael", 3000), employee("Andy", 4500)),
                        Encoders.bean(Employee.class));
        TypedColumn<Employee, Double> average = new MyAverage().toColumn().name("average_salary");
        Dataset<Double> result = employees.select(average);
        assertThat(result.columns()).containsExactly("average_salary");
        assertThat(result.collectAsList()).containsExactly(3750.0);
        assertThatThrownBy(() -> employees.select(average, col("name")))
                .hasMessageContaining("aggregate of objects");
        var grouped =
                employees
                        .groupByKey(
                                (MapFunction<Employee, Integer>) e -> e.getName().length(),
                                Encoders.INT())
                        .agg(average);
        assertThat(grouped.collectAsList())
                .containsExactlyInAnyOrder(new Tuple2<>(7, 3000.0), new Tuple2<>(4, 4500.0));
    }

    @Test
    void groupsOfAStreamComeToObjects() throws Exception {
        var stream = MemoryStream.create(session, Encoders.bean(Employee.class));
        var query =
                stream.toDS()
                        .groupByKey(
                                (MapFunction<Employee, String>) Employee::getName,
                                Encoders.STRING())
                        .agg(new MyAverage().toColumn())
                        .writeStream()
                        .outputMode("complete")
                        .format("memory")
                        .queryName("averages")
                        .start();
        stream.addData(List.of(employee("a", 1), employee("b", 5)));
        query.processAllAvailable();
        stream.addData(List.of(employee("a", 2)));
        query.processAllAvailable();
        assertThat(session.table("averages").collectAsList())
                .containsExactlyInAnyOrder(
                        RowFactory.create("a", 1.5), RowFactory.create("b", 5.0));
        query.stop();
    }

    @Test
    void anyObjectCanBeSerialized() {
        var averages =
                session.range(3)
                        .map(
                                (MapFunction<Long, Average>)
                                        n -> {
                                            var average = new Average();
                                            average.sum = n;
                                            return average;
                                        },
                                Encoders.javaSerialization(Average.class));
        assertThat(averages.schema().toDDL()).isEqualTo("value BINARY");
        assertThat(averages.collectAsList())
                .extracting(each -> each.sum)
                .containsExactly(0L, 1L, 2L);
        assertThatThrownBy(() ->
                        session.range(1)
                                .map(
                                        (MapFunction<Long, Object>) _ -> new Object(),
                                        Encoders.kryo(Object.class))
                                .collectAsList())
                .hasMessageContaining("NotSerializableException");
        var asColumn = udaf(new MyAverage(), Encoders.bean(Employee.class));
        assertThat(
                        session.sql("SELECT 'x' AS n, 4L AS s")
                                .agg(asColumn.apply(col("n"), col("s")))
                                .first())
                .isEqualTo(RowFactory.create(4.0));
    }

    @Test
    void rowsOfABatchHaveNumbers() {
        var numbered =
                session.range(100)
                        .withColumn("n", functions.monotonically_increasing_id())
                        .withColumn("p", functions.spark_partition_id());
        assertThat(numbered.select("n").distinct().count()).isEqualTo(100);
        var counts = session.range(10).groupBy(col("id").mod(3)).count();
        assertThat(counts.select(functions.monotonicallyIncreasingId().as("n")).distinct().count())
                .isEqualTo(3);
        var stream = MemoryStream.create(session, Encoders.LONG());
        assertThatThrownBy(() ->
                        stream.toDF()
                                .select(functions.monotonically_increasing_id())
                                .writeStream()
                                .format("noop")
                                .start())
                .hasMessageContaining("a stream has no end");
    }

    @Test
    void whatProgramsAskOfTheContextIsThere() {
        var context = session.sparkContext();
        context.setLogLevel("WARN");
        assertThat(context.appName()).isEqualTo("test");
        assertThat(context.master()).isEqualTo("local[2]");
        assertThat(context.defaultParallelism()).isEqualTo(2);
        assertThat(context.version()).isEqualTo(session.version());
        session.range(3).createOrReplaceGlobalTempView("three");
        assertThat(session.sql("SELECT * FROM global_temp.three").count()).isEqualTo(3);
        assertThat(session.table("global_temp.three").count()).isEqualTo(3);
        assertThat(session.catalog().dropGlobalTempView("three")).isTrue();
        assertThat(session.catalog().functionExists("UPPER")).isTrue();
        assertThat(session.catalog().functionExists("uper")).isFalse();
        session.catalog().setCurrentDatabase("default");
        assertThatThrownBy(() -> session.catalog().setCurrentDatabase("other"))
                .hasMessageContaining("other");
        assertThat(session.emptyDataset(Encoders.STRING()).count()).isZero();
    }
}
