package io.tidemill.kafka.kill;

import module java.base;

import io.tidemill.sql.Dataset;
import io.tidemill.sql.Pipeline;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryException;

/// The process that is killed: runs the flows of a script until it is ended, with their checkpoints
/// beside the script. Says `running` when they do, and exits with 3 as soon as one of them fails.
final class FlowsMain {
    static final String RUNNING = "running";

    private FlowsMain() {}

    /// @param arguments the script
    public static void main(String[] arguments) {
        Path script = Path.of(arguments[0]);
        var session =
                TidemillSession.builder()
                        .directory(script.getParent())
                        .config("spark.sql.session.timeZone", "UTC")
                        .create();
        var settings =
                new Pipeline.Settings(script.resolveSibling("checkpoints"), true, Dataset::show);
        List<StreamingQuery> flows = Pipeline.read(session, script).run(session, settings);
        for (StreamingQuery flow : flows) {
            Thread.ofPlatform().start(() -> watch(flow));
        }
        System.out.println(RUNNING);
    }

    private static void watch(StreamingQuery flow) {
        try {
            flow.awaitTermination();
        } catch (StreamingQueryException | InterruptedException failure) {
            System.out.println("failed: " + flow.name());
            failure.printStackTrace(System.out);
            Runtime.getRuntime().halt(3);
        }
    }
}
