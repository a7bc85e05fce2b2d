package io.tidemill.kafka.source;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits how far a query has come to a consumer group, so that tools that show lag see it. Nobody
/// waits for it but [#close], for the last one, and nothing is read from it: one commit is under
/// way at a time, of the newest offsets, and they come no closer than people look: an epoch may
/// take a millisecond, and a commit costs the broker as much as a transaction does.
final class GroupOffsets implements AutoCloseable {
    /// How long the end of a query waits for a broker that may not be there.
    private static final long CLOSE_SECONDS = 2;

    private static final long PAUSE_MILLIS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

    private final Supplier<Admin> admin;
    private final String group;
    private @Nullable Offsets next; // guarded by this
    private CompletableFuture<@Nullable Void> idle = CompletableFuture.completedFuture(null);
    private boolean failed;
    private boolean pausing; // behind a commit, before the next one
    private boolean closing;

    GroupOffsets(Supplier<Admin> admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    synchronized void commit(Offsets offsets) {
        next = offsets;
        if (idle.isDone()) {
            idle = new CompletableFuture<>();
            if (!pausing) {
                send();
            }
        }
    }

    private synchronized void paused() {
        if (pausing) {
            pausing = false;
            if (!idle.isDone()) {
                send();
            }
        }
    }

    /// Lets the newest offsets reach the broker, within bounds. No commit follows.
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        paused();
        try {
            last().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("left behind: the last offsets of group={}", group);
        }
        synchronized (this) {
            next = null;
        }
    }

    private synchronized CompletableFuture<@Nullable Void> last() {
        return idle;
    }

    private void send() {
        var offsets = next;
        next = null;
        if (offsets == null) {
            idle.complete(null);
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        offsets.all()
                .forEach((partition, place) ->
                        places.put(partition, new OffsetAndMetadata(place.offset())));
        try {
            var unused =
                    admin.get()
                            .alterConsumerGroupOffsets(group, places)
                            .all()
                            .whenComplete((_, failure) -> ended(failure));
        } catch (KafkaException e) {
            ended(e);
        }
    }

    private synchronized void ended(@Nullable Throwable failure) {
        if (failure == null) {
            failed = false;
        } else if (KafkaErrors.cause(failure) instanceof UnknownTopicOrPartitionException) {
            LOG.debug("offsets of topics that are gone are not committed group={}", group);
        } else if (!failed) {
            failed = true;
            LOG.warn(
                    "offsets for tools that show lag are not committed group={} reason={}",
                    group,
                    failure.getMessage());
        }
        if (failure == null && closing) {
            send();
            return;
        }
        pausing = true;
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                .execute(this::paused);
        if (failure != null || next == null) {
            idle.complete(null);
        }
    }
}
