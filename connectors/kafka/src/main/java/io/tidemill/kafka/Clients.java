package io.tidemill.kafka;

import io.tidemill.data.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The settings of Kafka's own clients, from the options that begin with `kafka.`: each client gets
/// those that it knows. What Tidemill decides itself is refused by name.
public final class Clients {
    private static final String PREFIX = "kafka.";

    /// Kafka's own default; it may not be less than what one request may take.
    private static final long API_TIMEOUT_MILLIS = 60_000;

    /// Names, without the prefix, that cannot be set, and what to do instead.
    private static final Map<String, String> FORBIDDEN =
            Map.ofEntries(
                    Map.entry("auto.offset.reset", "use startingOffsets and failOnDataLoss"),
                    Map.entry("key.deserializer", "keys are read as key.format says"),
                    Map.entry("value.deserializer", "values are read as format says"),
                    Map.entry("key.serializer", "keys are written as key.format says"),
                    Map.entry("value.serializer", "values are written as format says"),
                    Map.entry("enable.auto.commit", "offsets are kept in the checkpoint"),
                    Map.entry("interceptor.classes", "records are read without objects"),
                    Map.entry("transactional.id", "it is made of the query's id"),
                    Map.entry("enable.idempotence", "it is always on"),
                    Map.entry("group.instance.id", "partitions are not dealt out by the group"),
                    Map.entry("group.protocol", "partitions are not dealt out by the group"));

    private final Map<String, String> given;

    private Clients(Map<String, String> given) {
        this.given = new TreeMap<>(given);
    }

    /// @param given what stood behind `kafka.`, with its value
    public static Clients of(Map<String, String> given) {
        return new Clients(given);
    }

    /// What is wrong with the settings, all of it.
    public List<String> problems() {
        var found = new ArrayList<String>();
        var known = known();
        for (var name : given.keySet()) {
            var why = FORBIDDEN.get(name);
            if (why != null) {
                found.add("the option '%s%s' cannot be set: %s".formatted(PREFIX, name, why));
            } else if (!known.contains(name)) {
                Nearest.to(name, known)
                        .ifPresent(near ->
                                found.add(
                                        "there is no option '%s%s'; did you mean '%s%s'?"
                                                .formatted(PREFIX, name, PREFIX, near)));
            }
        }
        if (found.isEmpty() && given.containsKey("bootstrap.servers")) {
            check(found, ConsumerConfig.configDef(), consumer());
            check(found, ProducerConfig.configDef(), producer());
        }
        return found;
    }

    private static void check(
            List<String> found, ConfigDef definition, Map<String, Object> values) {
        try {
            var unused = new AbstractConfig(definition, values, false);
        } catch (ConfigException e) {
            var problem = "the client of Kafka refuses its settings: " + e.getMessage();
            if (!found.contains(problem)) {
                found.add(problem);
            }
        }
    }

    private static Set<String> known() {
        var known = new TreeSet<String>(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        return known;
    }

    /// One setting, if it was given.
    public String getOrDefault(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /// What was given, without the prefix.
    public Map<String, String> given() {
        return Map.copyOf(given);
    }

    /// Where the cluster is met first.
    public String bootstrapServers() {
        return getOrDefault("bootstrap.servers", "");
    }

    /// The settings of a reader of bytes that commits nothing; records of transactions are read
    /// when these are committed unless `kafka.isolation.level` says otherwise.
    public Map<String, Object> consumer() {
        var settings = of(ConsumerConfig.configNames());
        settings.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "250");
        settings.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "10000");
        settings.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "-1"); // as the system has it
        settings.putIfAbsent(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        settings.putIfAbsent(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, "20");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /// The settings of a writer of bytes.
    public Map<String, Object> producer() {
        var settings = of(ProducerConfig.configNames());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /// The settings of a client that asks and administrates.
    public Map<String, Object> admin() {
        var settings = of(AdminClientConfig.configNames());
        settings.putIfAbsent(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        settings.putIfAbsent(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, "20");
        return settings;
    }

    /// A client that asks and administrates; the caller closes it.
    public Admin newAdmin() {
        return Admin.create(admin());
    }

    /// The same, which does not give a question up before this time.
    public Admin newAdmin(Duration patience) {
        var settings = admin();
        long millis = Math.clamp(patience.toMillis(), API_TIMEOUT_MILLIS, Integer.MAX_VALUE);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) millis);
        return Admin.create(settings);
    }

    private Map<String, Object> of(Set<String> names) {
        var settings = new TreeMap<String, Object>();
        given.forEach((name, value) -> {
            if (names.contains(name) || !known().contains(name)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Clients clients && given.equals(clients.given);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }
}
