package io.tidemill.kafka.kill;

import module java.base;

import io.tidemill.kafka.dev.Broker;
import io.tidemill.kafka.dev.BrokerMain;

/// A broker in a process of its own with two doors: one for the test, and one that leads through a
/// [TcpProxy] and says so to its clients, so that who came through the proxy stays behind it.
final class BrokerChild implements AutoCloseable {
    private final Path folder;
    private final int direct = Broker.freePort();
    private final int behind = Broker.freePort();
    private final TcpProxy proxy;
    private ChildProcess process;

    private BrokerChild(Path folder) throws IOException {
        this.folder = folder;
        this.proxy = TcpProxy.to(behind);
    }

    static BrokerChild start(Path folder) throws IOException, InterruptedException {
        var broker = new BrokerChild(Files.createDirectories(folder));
        broker.start();
        return broker;
    }

    /// Starts it again, on the same folder and ports.
    void start() throws IOException, InterruptedException {
        Path log = folder.resolve("broker.out");
        long before = Files.exists(log) ? Files.size(log) : 0;
        String controller = "127.0.0.1:" + Broker.freePort();
        process =
                ChildProcess.start(
                        log,
                        BrokerMain.class,
                        List.of("-Dtidemill.test.kafka.log=INFO"),
                        folder.resolve("data").toString(),
                        Integer.toString(direct),
                        "listeners=PLAINTEXT://127.0.0.1:%d,BEHIND://127.0.0.1:%d,CONTROLLER://%s"
                                .formatted(direct, behind, controller),
                        "advertised.listeners=PLAINTEXT://127.0.0.1:%d,BEHIND://127.0.0.1:%d"
                                .formatted(direct, proxy.port()),
                        "controller.quorum.voters=1@" + controller,
                        "listener.security.protocol.map="
                                + "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,BEHIND:PLAINTEXT");
        process.awaitLine("listening on ", before);
    }

    /// Where the test reaches it.
    String address() {
        return "127.0.0.1:" + direct;
    }

    /// Where it is reached through the proxy.
    String proxied() {
        return "127.0.0.1:" + proxy.port();
    }

    TcpProxy proxy() {
        return proxy;
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
