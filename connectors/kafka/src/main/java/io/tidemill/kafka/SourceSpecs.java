package io.tidemill.kafka;

import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Condition;
import io.tidemill.data.Json;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.source.Bound;
import io.tidemill.kafka.source.Policy;
import io.tidemill.kafka.source.SourceSpec;
import io.tidemill.kafka.source.Subscription;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the description of a source out of options: texts become offsets, topics and times once,
/// and what is wrong with them is told to the reader of options.
final class SourceSpecs {
    /// Options that change which rows an epoch has, and not what a row at an offset looks like.
    private static final List<String> NOT_OF_ROWS =
            List.of(
                    "startingOffsets",
                    "startingTimestamp",
                    "startingOffsetsByTimestamp",
                    "startingOffsetsByTimestampStrategy",
                    "maxOffsetsPerTrigger",
                    "minOffsetsPerTrigger",
                    "maxTriggerDelay",
                    "dataLossWarning",
                    "groupIdPrefix",
                    "kafka.group.id");

    private final TableContext context;
    private final OptionReader reader;
    private final Clients clients;
    private final KafkaSourceOptions options;
    private final @Nullable Subscription subscription;
    private final @Nullable Bound start;
    private final Bound end;

    SourceSpecs(
            TableContext context,
            OptionReader reader,
            Clients clients,
            KafkaSourceOptions options) {
        this.context = context;
        this.reader = reader;
        this.clients = clients;
        this.options = options;
        subscription = subscription();
        start = start();
        var given = end();
        end = given == null ? new Bound.Everywhere(Bound.LATEST) : given;
    }

    private @Nullable Subscription subscription() {
        return first(
                parsed("assign", options.assign(), SourceSpecs::assigned),
                parsed(
                        "subscribe",
                        options.subscribe(),
                        text ->
                                new Subscription.Topics(
                                        Arrays.stream(text.split(","))
                                                .map(String::strip)
                                                .filter(name -> !name.isEmpty())
                                                .toList())),
                parsed("subscribePattern", options.subscribePattern(), Subscription.Matching::new));
    }

    private static Subscription assigned(String text) {
        var partitions = new TreeMap<String, Set<Integer>>();
        Json.parseObject(text)
                .forEach((topic, value) -> {
                    var numbers = new TreeSet<Integer>();
                    ((List<?>) value).forEach(number -> numbers.add(((Number) number).intValue()));
                    partitions.put(topic, numbers);
                });
        return new Subscription.Assigned(partitions);
    }

    private @Nullable Bound start() {
        return first(
                options.startingTimestamp().map(Bound.Since::new),
                parsed(
                        "startingOffsetsByTimestamp",
                        options.startingOffsetsByTimestamp(),
                        text -> new Bound.SinceEach(Bound.perPartition(text, 0))),
                parsed("startingOffsets", options.startingOffsets(), Bound::parse));
    }

    private @Nullable Bound end() {
        var offsets = parsed("endingOffsets", Optional.of(options.endingOffsets()), Bound::parse);
        if (offsets.filter(bound -> bound.equals(new Bound.Everywhere(Bound.EARLIEST)))
                .isPresent()) {
            reader.problem("the option 'endingOffsets' cannot be earliest: a batch would be empty");
        }
        return first(
                options.endingTimestamp().map(Bound.Since::new),
                parsed(
                        "endingOffsetsByTimestamp",
                        options.endingOffsetsByTimestamp(),
                        text -> new Bound.SinceEach(Bound.perPartition(text, 0))),
                offsets);
    }

    private <T> Optional<T> parsed(
            String name, Optional<String> text, Function<String, ? extends T> parser) {
        try {
            return text.map(parser);
        } catch (RuntimeException e) {
            reader.problem(
                    "the option '%s' is '%s', but must be %s"
                            .formatted(name, text.orElse(""), expected(name, e)));
            return Optional.empty();
        }
    }

    private static String expected(String name, RuntimeException e) {
        return switch (name) {
            case "assign" -> "JSON such as {\"topic\":[0,1]}";
            case "subscribePattern" -> "a regular expression: " + e.getMessage();
            case "startingOffsets", "endingOffsets" -> "earliest, latest or " + e.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    @SafeVarargs
    private static <T> @Nullable T first(Optional<? extends T>... candidates) {
        for (var candidate : candidates) {
            if (candidate.isPresent()) {
                return candidate.get();
            }
        }
        return null;
    }

    /// @throws TidemillException INVALID_OPTION when nothing says what to read
    SourceSpec spec(RowLayout layout, boolean streaming) {
        if (subscription == null) {
            throw new TidemillException(
                    Condition.INVALID_OPTION,
                    "table %s: no option says which topics to read".formatted(context.name()),
                    "set one of subscribe, subscribePattern and assign");
        }
        if (!streaming && start instanceof Bound.Everywhere(long place) && place == Bound.LATEST) {
            throw new TidemillException(
                    Condition.INVALID_OPTION,
                    "table %s: the option 'startingOffsets' is 'latest', so a batch would be empty"
                            .formatted(context.name()),
                    "begin at earliest or at offsets, or read it as a stream");
        }
        var policy =
                new Policy(
                        clients,
                        subscription,
                        options.fetchAheadBytes().bytes(),
                        options.failOnDataLoss(),
                        streaming ? Duration.ZERO : Duration.ofMillis(options.pollTimeoutMs()));
        var begin =
                start == null
                        ? new Bound.Everywhere(streaming ? Bound.LATEST : Bound.EARLIEST)
                        : start;
        return new SourceSpec(
                context.name(),
                policy,
                layout,
                begin,
                options.startingOffsetsByTimestampStrategy() == KafkaSourceOptions.NoMatch.LATEST,
                end,
                options.maxOffsetsPerTrigger(),
                options.minOffsetsPerTrigger(),
                options.maxTriggerDelay(),
                options.minPartitions(),
                options.maxRecordsPerPartition().map(OptionalLong::of).orElse(OptionalLong.empty()),
                Optional.ofNullable(clients.given().get("group.id")),
                options.groupIdPrefix(),
                options.dataLossWarning(),
                new SharedAs(layout.schema(), rowOptions()));
    }

    /// All that says what a row at an offset looks like.
    private record SharedAs(Object schema, Options options) {}

    private Options rowOptions() {
        Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        kept.putAll(context.options().asMap());
        NOT_OF_ROWS.forEach(kept::remove);
        return Options.of(kept);
    }
}
