package io.tidemill.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// TCP through `java.net`.
final class RealNetwork implements Network {

    @Override
    public Connection connect(String host, int port, Duration timeout) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "cannot connect to %s:%d: %s".formatted(host, port, e.getMessage()), e);
        }
        return new RealConnection(socket);
    }

    private record RealConnection(Socket socket) implements Connection {
        @Override
        public InputStream input() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
