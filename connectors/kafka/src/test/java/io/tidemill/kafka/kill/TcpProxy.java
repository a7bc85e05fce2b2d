package io.tidemill.kafka.kill;

import module java.base;

/// A way to a server on this machine that a test can spoil: every connection is cut, bytes stand
/// still, come late, or nobody is let in.
///
/// In: the port of the server, which need not run yet. Out: a port on loopback that leads to it.
/// What is in flight when a connection is cut is lost, as in a network that breaks; what is paused
/// is not. Each connection has two virtual threads, which end with it.
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch running = new CountDownLatch(0);
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean refusing;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    public static TcpProxy to(int port) throws IOException {
        var listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        var proxy = new TcpProxy(listener, port);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// How many connections there are, counting both ends of each.
    int openSockets() {
        return open.size();
    }

    /// Breaks every connection that there is; new ones are let in.
    public void cut() {
        for (Socket socket : List.copyOf(open)) {
            reset(socket);
        }
    }

    /// Breaks every connection and lets nobody in until [#accepting].
    public void refuse() {
        refusing = true;
        cut();
    }

    /// Lets connections in again.
    public void accepting() {
        refusing = false;
    }

    /// No byte moves until [#go]; connections stay.
    public void pause() {
        running = new CountDownLatch(1);
    }

    public void go() {
        running.countDown();
    }

    /// Each piece of bytes comes so much later, one after another, as over a long way.
    public void delay(Duration time) {
        delay = time;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException _) {
                // closed, or the client has gone again
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException _) {
            reset(client); // nobody is there: the client sees what it would see without us
            return;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> copy(client, server));
        Thread.ofVirtual().start(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
        byte[] bytes = new byte[BUFFER];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                running.await();
                if (!delay.isZero()) {
                    Thread.sleep(delay);
                }
                out.write(bytes, 0, n);
            }
        } catch (IOException | InterruptedException _) {
            // cut, on one side or the other
        } finally {
            reset(from);
            reset(to);
        }
    }

    /// Closes so that the other side sees a reset, not an end in order.
    private void reset(Socket socket) {
        open.remove(socket);
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // closed already
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        go();
        cut();
    }
}
