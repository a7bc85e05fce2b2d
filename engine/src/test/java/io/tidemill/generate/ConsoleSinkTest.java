package io.tidemill.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
    private static final StructType SCHEMA =
            StructType.fromDDL("device STRING, signal DOUBLE, time TIMESTAMP");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void anEpochIsPrintedAsSparkPrintsIt() throws IOException {
        var sink = sink(Map.of());
        write(sink, 0, row("pump1", 17.5), row(null, 2.0));
        assertThat(printed.toString(UTF_8))
                .isEqualTo(
                        """
                        -------------------------------------------
                        Batch: 0
                        -------------------------------------------
                        +------+------+-------------------+
                        |device|signal|               time|
                        +------+------+-------------------+
                        | pump1|  17.5|1970-01-01 00:00:01|
                        |  NULL|   2.0|1970-01-01 00:00:01|
                        +------+------+-------------------+

                        """);
    }

    @Test
    void rowsThatVanishAreMarkedInModeUpdate() throws IOException {
        var sink = sink(Map.of());
        sink.expectUpdates(List.of(0), true);
        var epoch = new EpochContext("q", 1, 0, OutputMode.UPDATE, 0);
        var writer = sink.writer(epoch, 0);
        var batch = Batch.create(SCHEMA, 2);
        batch.append(new Object[] {"pump1", 17.5, null}, -1);
        batch.append(new Object[] {"pump2", 2.0, null}, 1);
        writer.write(batch);
        sink.commit(epoch, List.of(writer.finish()));
        assertThat(sink.takesDeletes()).isTrue();
        assertThat(printed.toString(UTF_8))
                .contains("|_op|device|signal|time|", "| -D| pump1|  17.5|NULL|", "| +U| pump2|");
    }

    @Test
    void longValuesAreCutAndMoreRowsAreSaid() throws IOException {
        var sink = sink(Map.of("numRows", "1"));
        write(sink, 3, row("a very long name of a device", 1.0), row("b", 2.0));
        assertThat(printed.toString(UTF_8))
                .contains("Batch: 3\n", "|a very long name ...|", "only showing top 1 row\n");
    }

    @Test
    void withoutTruncateValuesStandLeft() throws IOException {
        var sink = sink(Map.of("truncate", "false"));
        write(sink, 0, row("a very long name of a device", 1.0), row("b", 2.0));
        assertThat(printed.toString(UTF_8))
                .contains(
                        "|a very long name of a device|1.0   |",
                        "|b                           |2.0   |");
    }

    @Test
    void anEpochCommittedAgainIsNotPrintedAgain() throws IOException {
        var sink = sink(Map.of());
        write(sink, 0, row("x", 1.0));
        int before = printed.size();
        sink.commit(epoch(0), List.of());
        assertThat(printed.size()).isEqualTo(before);
    }

    @Test
    void anAbortedWriterPrintsNothing() throws IOException {
        var sink = sink(Map.of());
        var writer = sink.writer(epoch(0), 0);
        writer.write(row("x", 1.0));
        writer.abort();
        write(sink, 0);
        assertThat(printed.toString(UTF_8)).doesNotContain("x");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> sink(Map.of("numRows", "-1"))).hasMessageContaining("numRows");
        assertThatThrownBy(() -> sink(Map.of("truncate", "20"))).hasMessageContaining("truncate");
    }

    private Sink sink(Map<String, String> options) throws IOException {
        var out = new PrintStream(printed, true, UTF_8);
        return Generated.table(new ConsoleConnector(() -> out), new Generated.Clock(), options)
                .sink(SCHEMA);
    }

    private static Batch row(String device, double signal) {
        var batch = Batch.create(SCHEMA, 1);
        batch.append(device, signal, Instant.ofEpochSecond(1));
        return batch;
    }

    private static void write(Sink sink, long epoch, Batch... batches) throws IOException {
        var writer = sink.writer(epoch(epoch), 0);
        for (var batch : batches) {
            writer.write(batch);
        }
        sink.commit(epoch(epoch), List.of(writer.finish()));
    }

    private static EpochContext epoch(long number) {
        return new EpochContext("q", 1, number, OutputMode.APPEND, 0);
    }
}
