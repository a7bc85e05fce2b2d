package io.tidemill.kafka.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A broker as a process of its own: `BrokerMain [--with-parent] FOLDER PORT [SETTING=VALUE ...]`.
///
/// Prints `listening on HOST:PORT` to standard output when it takes requests. Ends in order on
/// SIGTERM and Ctrl-C; with `--with-parent` also when its standard input ends, which is when the
/// process that started it ends in whatever way. Exits with 1 when it cannot start, saying why on
/// standard error, and with 2 when it was called wrongly.
///
/// [#LOG_CONFIGURATION] and [#LOG_FILE] are the system properties that send its log to a file.
public final class BrokerMain {
    /// Value for logback's property `logback.configurationFile`.
    public static final String LOG_CONFIGURATION = "io/tidemill/kafka/dev/broker-log.xml";

    /// The system property that names the log's file.
    public static final String LOG_FILE = "tidemill.broker.log";

    private static final String WITH_PARENT = "--with-parent";

    private BrokerMain() {}

    /// Starts and waits for the end.
    public static void main(String[] arguments) {
        boolean withParent = arguments.length > 0 && arguments[0].equals(WITH_PARENT);
        String[] rest = Arrays.copyOfRange(arguments, withParent ? 1 : 0, arguments.length);
        if (rest.length < 2) {
            System.err.println(
                    "usage: BrokerMain [--with-parent] FOLDER PORT [SETTING=VALUE ...]; PORT 0 is"
                            + " any free one");
            System.exit(2);
        }
        Broker broker;
        try {
            broker = Broker.start(Path.of(rest[0]), Integer.parseInt(rest[1]), settings(rest));
        } catch (RuntimeException failure) {
            System.err.println("the broker does not start: " + rootMessage(failure));
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop broker"));
        if (withParent) {
            Thread.ofPlatform().daemon().name("parent").start(BrokerMain::awaitParent);
        }
        System.out.println("listening on " + broker.address());
        System.out.flush();
        broker.awaitEnd();
    }

    private static Map<String, String> settings(String[] arguments) {
        Map<String, String> settings = new TreeMap<>();
        for (String argument : Arrays.asList(arguments).subList(2, arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not SETTING=VALUE: " + argument);
            }
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return settings;
    }

    private static void awaitParent() {
        InputStream parent = System.in;
        try {
            while (parent.read() >= 0) {
                // nobody speaks to a broker; what counts is the end
            }
        } catch (IOException _) {
            // an end as well
        }
        System.exit(0);
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
