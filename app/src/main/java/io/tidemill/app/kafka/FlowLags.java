package io.tidemill.app.kafka;

import io.tidemill.checkpoint.LastRead;
import io.tidemill.checkpoint.SourceRange;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.Clients;
import io.tidemill.kafka.lag.DataLossClock;
import io.tidemill.kafka.lag.LagReader;
import io.tidemill.kafka.lag.LagReport;
import io.tidemill.kafka.lag.Positions;
import io.tidemill.sql.Pipeline.DeclaredTable;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// How far flows are behind in their topics, as their checkpoints and the cluster say; the flows
/// need not run, and nothing is changed.
public final class FlowLags {
    private static final String PREFIX = "kafka.";

    private final World world = RealWorld.create();
    private final List<DeclaredTable> tables;

    /// How one flow is behind in one of its sources.
    public record FlowLag(String flow, LagReport report) {}

    /// @param tables where topics are read from; those of other formats are passed over
    public FlowLags(List<DeclaredTable> tables) {
        this.tables = tables.stream().filter(table -> table.format().equals("kafka")).toList();
    }

    /// Asks for one flow.
    ///
    /// @return one report for each source that is Kafka's; empty when the flow has read nothing yet
    /// @throws TidemillException when a topic is no table's, or no cluster answers
    public List<FlowLag> of(Path checkpoint) throws IOException, InterruptedException {
        Optional<LastRead> last = LastRead.of(world, checkpoint);
        if (last.isEmpty()) {
            return List.of();
        }
        List<FlowLag> lags = new ArrayList<>();
        for (SourceRange range : last.get().sources()) {
            boolean again = !last.get().acknowledged() && !range.start().isEmpty();
            var offsets = again ? range.start() : range.end();
            var positions = Positions.parse(offsets);
            if (positions.isPresent()) {
                var passedOver = Positions.passedOver(offsets);
                lags.add(new FlowLag(last.get().name(), report(positions.get(), passedOver)));
            }
        }
        return lags;
    }

    private LagReport report(
            Map<TopicPartition, Long> positions, Map<TopicPartition, Long> passedOver)
            throws IOException, InterruptedException {
        String topic = positions.keySet().iterator().next().topic();
        try (var reader = new LagReader(Clients.of(clientSettings(tableOf(topic))))) {
            return new LagReport(
                    reader.read(positions).stream()
                            .map(facts ->
                                    facts.withPassedOver(
                                            passedOver.getOrDefault(facts.partition(), 0L)))
                            .map(facts -> DataLossClock.read(facts, world.clock().instant()))
                            .toList());
        }
    }

    private DeclaredTable tableOf(String topic) {
        return tables.stream()
                .filter(table -> reads(table, topic))
                .findFirst()
                .orElseThrow(() ->
                        new TidemillException(
                                Condition.TABLE_OR_VIEW_NOT_FOUND,
                                "no table reads the topic '%s', so its cluster is unknown"
                                        .formatted(topic),
                                "name the script that the flow stands in, or give --option"
                                        + " kafka.bootstrap.servers=HOST:PORT"));
    }

    private static boolean reads(DeclaredTable table, String topic) {
        String names = option(table, "subscribe");
        String pattern = option(table, "subscribePattern");
        String assigned = option(table, "assign");
        if (names == null && pattern == null && assigned == null) {
            return !table.options().containsKey("topic");
        }
        return names != null && Set.of(split(names)).contains(topic)
                || pattern != null && Pattern.matches(pattern, topic)
                || assigned != null && assigned.contains('"' + topic + '"');
    }

    private static String[] split(String names) {
        return Arrays.stream(names.split(",")).map(String::strip).distinct().toArray(String[]::new);
    }

    private static @Nullable String option(DeclaredTable table, String name) {
        return table.options().entrySet().stream()
                .filter(option -> option.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> clientSettings(DeclaredTable table) {
        Map<String, String> settings = new TreeMap<>();
        table.options()
                .forEach((name, value) -> {
                    if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                        settings.put(name.substring(PREFIX.length()), value);
                    }
                });
        return settings;
    }
}
