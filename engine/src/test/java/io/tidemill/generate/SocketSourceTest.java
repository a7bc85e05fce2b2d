package io.tidemill.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Source;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SocketSourceTest {
    private static final StructType VALUE = StructType.fromDDL("value STRING");

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aLineIsARow() throws IOException {
        try (var source = source(Map.of());
                var client = server.accept()) {
            var start = source.initialOffset();
            client.getOutputStream().write("first\r\nzwölf\n\nhalf".getBytes(UTF_8));
            awaitOffset(source, "3");
            var slice = source.plan(start, "3", ReadLimit.NONE).orElseThrow();
            assertThat(Generated.rows(source, slice, VALUE))
                    .containsExactly(List.of("first"), List.of("zwölf"), List.of(""));
            client.shutdownOutput();
            awaitOffset(source, "4");
        }
    }

    @Test
    void theTimeALineCameCanBeHad() throws IOException {
        try (var source = source(Map.of("includeTimestamp", "true"));
                var client = server.accept()) {
            client.getOutputStream().write("x\n".getBytes(UTF_8));
            awaitOffset(source, "1");
            var slice = source.plan("0", "1", ReadLimit.NONE).orElseThrow();
            assertThat(Generated.rows(source, slice, StructType.fromDDL("timestamp TIMESTAMP")))
                    .containsExactly(List.of(Instant.ofEpochMilli(1_700_000_000_000L)));
        }
    }

    @Test
    void aLimitCutsAndWhatIsCommittedIsForgotten() throws IOException {
        try (var source = source(Map.of());
                var client = server.accept()) {
            source.latestOffset();
            client.getOutputStream().write("a\n".repeat(3000).getBytes(UTF_8));
            awaitOffset(source, "3000");
            var slice = source.plan("0", "3000", new ReadLimit(2000, Long.MAX_VALUE)).orElseThrow();
            assertThat(slice.end()).isEqualTo("2000");
            assertThat(source.plan("0", "3000", new ReadLimit(9, 1)).orElseThrow().rows())
                    .isEqualTo(1);
            assertThat(Generated.rows(source, slice, VALUE)).hasSize(2000);
            source.remember(slice);
            source.committed("2000");
            assertThatThrownBy(() -> Generated.rows(source, slice, VALUE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lines 0 to 1999");
            var rest = source.plan("2000", "3000", ReadLimit.NONE).orElseThrow();
            assertThat(Generated.rows(source, rest, VALUE)).hasSize(1000);
        }
    }

    @Test
    void aRestartedQueryCountsOnAndSaysWhatIsLost() throws IOException {
        try (var source = source(Map.of());
                var client = server.accept()) {
            source.restore("7".getBytes(UTF_8));
            client.getOutputStream().write("x\n".getBytes(UTF_8));
            awaitOffset(source, "8");
            var slice = source.plan("7", "8", ReadLimit.NONE).orElseThrow();
            assertThat(Generated.rows(source, slice, VALUE)).containsExactly(List.of("x"));
            assertThat(source.plan("5", "8", ReadLimit.NONE)).isEmpty();
            assertThat(source.replayable()).isFalse();
        }
    }

    @Test
    void nobodyListeningIsAnErrorThatNamesTheAddress() throws IOException {
        int port = server.getLocalPort();
        server.close();
        assertThatThrownBy(() -> source(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Integer.toString(port));
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> source(Map.of("port", "0"))).hasMessageContaining("port");
        assertThatThrownBy(() -> source(Map.of("host", "", "includeTimestamp", "maybe")))
                .hasMessageContaining("includeTimestamp");
    }

    private static void awaitOffset(Source source, String offset) {
        await().atMost(Duration.ofSeconds(20)).until(source::latestOffset, offset::equals);
    }

    private Source source(Map<String, String> more) throws IOException {
        var options =
                new HashMap<>(Map.of("host", "127.0.0.1", "port", "" + server.getLocalPort()));
        options.putAll(more);
        return Generated.table(new SocketConnector(), new Generated.Clock(), options).source(true);
    }
}
