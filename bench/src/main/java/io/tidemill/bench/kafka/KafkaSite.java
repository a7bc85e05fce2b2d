package io.tidemill.bench.kafka;

import io.tidemill.bench.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where runs from topic to topic take place: a broker of their own, and a folder for what it and
/// the engines write, which goes with it.
record KafkaSite(Engines engines, Path folder, BrokerProcess broker, Topics topics)
        implements AutoCloseable {
    /// @param name of the folder, before the number of this process
    static KafkaSite open(Engines engines, String name) throws IOException {
        var folder = engines.work().resolve(name + "-" + ProcessHandle.current().pid());
        Files.createDirectories(folder);
        var broker = BrokerProcess.start(engines, folder.resolve("broker"));
        return new KafkaSite(engines, folder, broker, new Topics(broker.address()));
    }

    @Override
    public void close() throws IOException {
        topics.close();
        broker.close();
        Engines.delete(folder);
    }
}
