package io.tidemill.kafka.dev;

import java.nio.file.Path;

/// A broker as a process of its own: `BrokerMain FOLDER PORT`. Prints `listening on HOST:PORT` to
/// standard output when it takes requests, and ends in order on SIGTERM or Ctrl-C.
public final class BrokerMain {
    private BrokerMain() {}

    /// Starts and waits for the end.
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: BrokerMain FOLDER PORT (0: any free port)");
            System.exit(2);
        }
        Broker broker = Broker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop broker"));
        System.out.println("listening on " + broker.address());
        System.out.flush();
        broker.awaitEnd();
    }
}
