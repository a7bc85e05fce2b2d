package io.tidemill.kafka.source;

import module java.base;

import io.tidemill.connect.Source;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.kafka.KafkaConnector;
import io.tidemill.kafka.Topics;
import io.tidemill.sql.DataFrameReader;
import io.tidemill.sql.Dataset;
import io.tidemill.sql.Row;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.World;

/// A session in a folder of its own that reads topics, and a query of it that writes JSON files and
/// may be stopped and started again.
final class Rig implements AutoCloseable {
    final Path folder;
    final TidemillSession session;
    private final String address;

    Rig(Path folder, String address) {
        this.folder = folder;
        this.address = address;
        session =
                TidemillSession.builder()
                        .directory(folder)
                        .config("spark.sql.session.timeZone", "UTC")
                        .create();
    }

    Rig(Path folder) {
        this(folder, Topics.shared().address());
    }

    /// A source of lines of a topic of the shared broker, from the first one on, by itself.
    static Source source(World world, Path folder, String topic, String... more)
            throws IOException {
        var options = new HashMap<String, String>();
        options.put("kafka.bootstrap.servers", Topics.shared().address());
        options.put("kafka.metadata.max.age.ms", "500");
        options.put("subscribe", topic);
        options.put("startingOffsets", "earliest");
        options.put("format", "text");
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        var context =
                new TableContext(
                        "lines",
                        Optional.of(StructType.fromDDL("value STRING")),
                        Options.of(options),
                        List.of(),
                        folder,
                        world);
        return new KafkaConnector().table(context).source(true);
    }

    DataFrameReader batch(String... options) {
        var reader = session.read().format("kafka").option("kafka.bootstrap.servers", address);
        for (int i = 0; i < options.length; i += 2) {
            reader = reader.option(options[i], options[i + 1]);
        }
        return reader;
    }

    Dataset<Row> stream(String schema, String... options) {
        var reader =
                session.readStream().format("kafka").option("kafka.bootstrap.servers", address);
        for (int i = 0; i < options.length; i += 2) {
            reader = reader.option(options[i], options[i + 1]);
        }
        return schema.isEmpty() ? reader.load() : reader.schema(schema).load();
    }

    /// Starts writing rows to the folder `name`, going on from its checkpoint if there is one.
    StreamingQuery start(Dataset<Row> rows, String name) {
        try {
            return rows.writeStream()
                    .format("json")
                    .option("checkpointLocation", folder.resolve(name + "-checkpoint").toString())
                    .option("path", folder.resolve(name).toString())
                    .outputMode("append")
                    .start();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a query has written until now.
    List<String> written(String name, String schema, String column) {
        return session
                .read()
                .schema(schema)
                .json(folder.resolve(name).toString())
                .select(column)
                .collectAsList()
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        session.close();
    }
}
