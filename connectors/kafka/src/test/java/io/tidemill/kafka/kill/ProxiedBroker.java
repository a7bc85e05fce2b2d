package io.tidemill.kafka.kill;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.kafka.dev.Broker;

/// A real broker to which clients come through a [TcpProxy], and stay with it; and a way past it
/// for the test, to make topics and to read them.
public final class ProxiedBroker implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> settings;
    private final TcpProxy proxy;
    private final Topics topics;
    private final int port;
    private Broker broker;

    /// @param settings of the broker beside its address
    public ProxiedBroker(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        port = Broker.freePort();
        proxy = TcpProxy.to(port);
        this.settings = new HashMap<>(settings);
        this.settings.put("advertised.listeners", "PLAINTEXT://" + address());
        this.settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
        broker = start();
        topics = new Topics("127.0.0.1:" + port);
    }

    private Broker start() {
        return Broker.start(folder, port, settings);
    }

    /// Where clients come in.
    public String address() {
        return "127.0.0.1:" + proxy.port();
    }

    public TcpProxy proxy() {
        return proxy;
    }

    public Topics topics() {
        return topics;
    }

    /// Ends the broker, and starts it again after a while.
    public void restart(Duration pause) {
        broker.close();
        LockSupport.parkNanos(pause.toNanos());
        broker = start();
    }

    @Override
    public void close() throws IOException {
        topics.close();
        proxy.close();
        broker.close();
    }
}
