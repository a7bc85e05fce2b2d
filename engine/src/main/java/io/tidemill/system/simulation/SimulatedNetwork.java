package io.tidemill.system.simulation;

import io.tidemill.system.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A network on which tests play the servers.
public final class SimulatedNetwork {
    private final Scheduler scheduler;
    private final Map<String, Server> servers = new HashMap<>();

    SimulatedNetwork(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /// Begins to answer at an address.
    public Server serve(String host, int port) {
        var server = new Server();
        servers.put(host + ":" + port, server);
        return server;
    }

    Network of(SimulatedProcess process) {
        return (host, port, _) -> {
            process.check();
            var server = servers.get(host + ":" + port);
            if (server == null) {
                throw new IOException(
                        "cannot connect to %s:%d: nobody answers".formatted(host, port));
            }
            return new SimulatedConnection(process, server);
        };
    }

    /// One end that the test plays; all connections to it share what it sends.
    public final class Server {
        private byte[] sent = new byte[0];
        private boolean closed;

        private Server() {}

        /// Sends bytes to whoever reads.
        public void send(byte[] bytes) {
            var more = Arrays.copyOf(sent, sent.length + bytes.length);
            System.arraycopy(bytes, 0, more, sent.length, bytes.length);
            sent = more;
            scheduler.raised(this);
        }

        /// Ends the connections when what was sent has been read.
        public void close() {
            closed = true;
            scheduler.raised(this);
        }
    }

    /// The process's end.
    private final class SimulatedConnection implements Network.Connection {
        private final SimulatedProcess process;
        private final Server server;
        private boolean closed;

        private SimulatedConnection(SimulatedProcess process, Server server) {
            this.process = process;
            this.server = server;
        }

        @Override
        public InputStream input() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    Objects.checkFromIndexSize(offset, length, target.length);
                    return receive(target, offset, length);
                }
            };
        }

        private int receive(byte[] target, int offset, int length) throws IOException {
            try {
                scheduler.await(
                        process,
                        server,
                        () -> closed || server.closed || server.sent.length > 0,
                        Duration.ofNanos(Long.MAX_VALUE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading");
            }
            if (closed) {
                throw new IOException("the connection was closed while it was read");
            }
            if (server.sent.length == 0) {
                return -1;
            }
            var count = Math.min(length, server.sent.length);
            System.arraycopy(server.sent, 0, target, offset, count);
            server.sent = Arrays.copyOfRange(server.sent, count, server.sent.length);
            return count;
        }

        @Override
        public void close() {
            closed = true;
            scheduler.raised(server);
        }
    }
}
