package io.tidemill.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.Connector;
import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class GenerateConnectorsTest {
    @Test
    void allAreFoundByName() {
        assertThat(ServiceLoader.load(Connector.class))
                .extracting(Connector::name)
                .contains("console", "nexmark", "noop", "rate", "rate-micro-batch", "socket");
    }

    @Test
    void someOfTheColumnsMayBeDeclaredButNoOthers() throws IOException {
        assertThat(declared("value BIGINT").schema().toDDL()).isEqualTo("value BIGINT");
        assertThatThrownBy(() -> declared("value STRING"))
                .hasMessageContaining("value STRING")
                .hasMessageContaining("timestamp TIMESTAMP, value BIGINT");
    }

    @Test
    void noopTakesEveryRow() throws IOException {
        var sink =
                Generated.table(new NoopConnector(), new Generated.Clock(), Map.of())
                        .sink(RateConnector.SCHEMA);
        var epoch = new EpochContext("q", 1, 0, OutputMode.COMPLETE, 0);
        sink.commit(epoch, List.of(sink.writer(epoch, 0).finish()));
        assertThat(sink.modes()).contains(OutputMode.values());
        assertThat(sink.lastCommitted("q")).isEmpty();
    }

    private static Table declared(String columns) {
        return new RateConnector()
                .table(
                        new TableContext(
                                "t",
                                Optional.of(StructType.fromDDL(columns)),
                                Options.none(),
                                List.of(),
                                Path.of("."),
                                Generated.world(new Generated.Clock())));
    }
}
