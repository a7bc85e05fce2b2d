package io.tidemill.kafka.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytesGoThereAndBack() throws IOException {
        try (Socket client = client()) {
            assertThat(echoed(client, 7)).isEqualTo(7);
        }
    }

    @Test
    void aCutConnectionIsBrokenAndANewOneIsNot() throws IOException {
        try (Socket client = client()) {
            assertThat(echoed(client, 1)).isEqualTo(1);
            proxy.cut();
            assertThatThrownBy(() -> failUnlessEchoed(client)).isInstanceOf(IOException.class);
        }
        try (Socket client = client()) {
            assertThat(echoed(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void whatIsPausedComesLaterAndIsNotLost() throws IOException {
        try (Socket client = client()) {
            assertThat(echoed(client, 1)).isEqualTo(1);
            proxy.pause();
            client.setSoTimeout(200);
            assertThatThrownBy(() -> echoed(client, 2)).isInstanceOf(SocketTimeoutException.class);
            proxy.go();
            client.setSoTimeout(10_000);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void whoIsRefusedIsLetInLater() throws IOException {
        proxy.refuse();
        assertThatThrownBy(
                        () -> {
                            try (Socket client = client()) {
                                failUnlessEchoed(client);
                            }
                        })
                .isInstanceOf(IOException.class);
        proxy.accepting();
        try (Socket client = client()) {
            assertThat(echoed(client, 3)).isEqualTo(3);
        }
    }

    private Socket client() throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(10_000);
        return client;
    }

    private static int echoed(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    private static void failUnlessEchoed(Socket client) throws IOException {
        if (echoed(client, 1) < 0) {
            throw new EOFException();
        }
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread.ofVirtual()
                        .start(() -> {
                            try (client) {
                                client.getInputStream().transferTo(client.getOutputStream());
                            } catch (IOException _) {
                                // cut
                            }
                        });
            } catch (IOException _) {
                // closed
            }
        }
    }
}
