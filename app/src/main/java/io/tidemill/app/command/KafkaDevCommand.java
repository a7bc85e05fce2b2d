package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.app.kafka.BrokerProcess;
import io.tidemill.app.kafka.DevTopics;
import io.tidemill.app.run.FreshStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidemill kafka dev`: a real broker of one node until Ctrl-C, for people who have none.
@Command(
        name = "dev",
        description = {
            "Start a real Kafka broker of one node, until Ctrl-C.",
            "It listens on this machine only, has no password, and keeps its data."
        })
public final class KafkaDevCommand implements Callable<Integer> {
    /// Topics that come to be by being written: enough to see several being read at once.
    private static final int PARTITIONS = 4;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Where it listens; 0 is any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".tidemill/kafka",
            description = "Where it keeps its data. Default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of("");

    @Option(
            names = "--topic",
            paramLabel = "NAME[:PARTITIONS]",
            split = ",",
            description =
                    "Make this topic if it is not there, with 4 partitions unless said otherwise;"
                            + " may be given often.")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--fresh", description = "Start over: delete the data of the last time.")
    private boolean fresh;

    private final Terminal terminal;

    public KafkaDevCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = directory.toAbsolutePath().normalize();
        if (fresh) {
            FreshStart.forgetBroker(folder);
        }
        if (terminal.errIsTerminal()) {
            terminal.say(terminal.faint("Starting a broker ..."));
        }
        try (var broker =
                BrokerProcess.start(folder, port, List.of("num.partitions=" + PARTITIONS))) {
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "tidemill-broker"));
            new DevTopics(broker.address()).make(topics);
            terminal.say(
                    """
                    A Kafka broker listens on %s, with its data in %s.

                    In SQL:    CREATE TABLE bids (...) USING kafka OPTIONS
                                 ('kafka.bootstrap.servers' '%s', subscribe 'bids', format 'json')
                    Topics:    %s
                    To end it: Ctrl-C. Topics stay for the next time; --fresh forgets them.\
                    """
                            .formatted(broker.address(), folder, broker.address(), topicList()));
            return broker.awaitEnd() == 0 ? ExitCode.DONE.number() : ExitCode.FAILED.number();
        }
    }

    private String topicList() {
        return topics.isEmpty()
                ? "--topic NAME makes one; programs that write to one make it, too"
                : String.join(", ", topics);
    }
}
