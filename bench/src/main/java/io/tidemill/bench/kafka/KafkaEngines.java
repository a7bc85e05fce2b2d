package io.tidemill.bench.kafka;

import io.tidemill.bench.Engines;
import io.tidemill.bench.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The engines from topic to topic, each in a process of its own with the same heap.
///
/// @param engines where the peers lie
/// @param brokers the broker that all of them talk to
/// @param codec how what they write is compressed, by Kafka's names
record KafkaEngines(Engines engines, String brokers, String codec) {
    static final List<String> NAMES = List.of("tidemill", "spark", "flink", "streams");

    /// How one engine is run.
    ///
    /// @param reach `bounded`, `endless`, or for Spark `realtime`
    /// @param exactly whether exactly once; Spark takes no notice
    /// @param commitMillis how often it commits, where that is a setting
    record Run(
            String engine,
            KafkaQuery query,
            String from,
            String to,
            Path folder,
            String reach,
            boolean exactly,
            long commitMillis) {}

    static boolean serves(String engine, KafkaQuery query) {
        return switch (engine) {
            case "spark" -> query.query().spark().isPresent();
            case "streams" -> query.streams();
            default -> true;
        };
    }

    /// Runs it to its end.
    Result run(Run run) throws IOException, InterruptedException {
        var log = "logs/kafka-%s-%s.log".formatted(run.query().query().name(), run.engine());
        return engines.peer(
                run.engine(), main(run.engine()), arguments(run), engines.work().resolve(log));
    }

    /// The command that runs it.
    List<String> command(Run run) throws IOException {
        return engines.command(run.engine(), main(run.engine()), arguments(run));
    }

    private static String main(String engine) {
        return switch (engine) {
            case "tidemill" -> "io.tidemill.bench.kafka.TidemillKafka";
            case "spark" -> "io.tidemill.bench.spark.SparkKafka";
            case "flink" -> "io.tidemill.bench.flink.FlinkKafka";
            case "streams" -> "io.tidemill.bench.streams.StreamsKafka";
            default -> throw new IllegalArgumentException("no engine " + engine);
        };
    }

    private List<String> arguments(Run run) {
        var query = run.query().query();
        var table = run.query().table();
        var delivery = run.exactly() ? "exactly" : "atleast";
        var commit = Long.toString(run.commitMillis());
        var arguments =
                new ArrayList<>(
                        List.of(
                                brokers,
                                run.from(),
                                run.to(),
                                run.folder().toString(),
                                run.reach()));
        arguments.addAll(
                switch (run.engine()) {
                    case "tidemill" ->
                            List.of(delivery, run.query().mode(), table.ddl(), query.sql());
                    case "spark" ->
                            List.of(
                                    query.sparkMode(),
                                    table.ddl(),
                                    query.spark().orElseThrow(),
                                    run.query().keys());
                    case "flink" ->
                            List.of(
                                    delivery,
                                    commit,
                                    table.columns(),
                                    query.flink(),
                                    query.flinkResult(),
                                    run.query().flinkKey());
                    default -> List.of(delivery, commit, query.name());
                });
        arguments.add(codec);
        return arguments;
    }
}
