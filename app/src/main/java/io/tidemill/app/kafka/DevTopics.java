package io.tidemill.app.kafka;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.FreshTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// Makes the topics that `tidemill kafka dev --topic NAME[:PARTITIONS]` asks for; those that are
/// there stay as they are.
///
/// @param address of the broker
public record DevTopics(String address) {
    private static final Pattern TOPIC = Pattern.compile("([A-Za-z0-9._-]+)(?::([1-9]\\d{0,3}))?");

    /// @throws TidemillException INVALID_OPTION when one is no topic's name
    public void make(List<String> topics) throws InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        List<NewTopic> wanted = new ArrayList<>();
        topics.forEach(topic -> wanted.add(topic(topic)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            var there = admin.listTopics().names().get();
            FreshTopics.make(
                    admin, wanted.stream().filter(each -> !there.contains(each.name())).toList());
        } catch (ExecutionException failure) {
            throw invalid(String.valueOf(failure.getCause()));
        }
    }

    private static NewTopic topic(String text) {
        Matcher parts = TOPIC.matcher(text);
        if (!parts.matches()) {
            throw invalid("'%s' is no topic's name".formatted(text));
        }
        return new NewTopic(
                parts.group(1),
                Optional.ofNullable(parts.group(2)).map(Integer::valueOf),
                Optional.empty());
    }

    private static TidemillException invalid(String problem) {
        return new TidemillException(
                Condition.INVALID_OPTION, "--topic: " + problem, "give NAME or NAME:PARTITIONS");
    }
}
