package io.tidemill.runtime;

import io.tidemill.data.Batch;
import io.tidemill.plan.circuit.CircuitBuilder;
import io.tidemill.system.Mailbox;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// One worker's mailbox and its ways to the others'. Used by the thread that is inside the part.
///
/// What finds a mailbox full waits here, in order; the part reads nothing more until all is on its
/// way, so what waits is at most what one batch became.
final class PartLinks implements CircuitBuilder.Links {
    /// So many batches of an exchange are kept to be filled again.
    private static final int SPARES = 4;

    private final int worker;
    private final List<Mailbox<Message>> inboxes;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Map<Integer, Queue<Batch>> spare = new HashMap<>();
    private final Map<Integer, Integer> ended = new HashMap<>();

    PartLinks(int worker, List<Mailbox<Message>> inboxes) {
        this.worker = worker;
        this.inboxes = inboxes;
    }

    /// @param batch null says that this sender sends nothing more over the exchange in this epoch
    record Message(int exchange, @Nullable Batch batch) {}

    private record Waiting(int worker, Message message) {}

    /// Forgets what an abandoned epoch may have left.
    void begin() {
        waiting.clear();
        ended.clear();
        while (inbox().poll() != null) {
            // what is left of an epoch that was abandoned
        }
    }

    int worker() {
        return worker;
    }

    Mailbox<Message> inbox() {
        return inboxes.get(worker);
    }

    @Override
    public void send(int exchange, int toWorker, Batch batch) {
        post(toWorker, new Message(exchange, batch));
    }

    /// Tells every worker that nothing more comes over this exchange from here.
    void sendEnd(int exchange) {
        for (int to = 0; to < inboxes.size(); to++) {
            post(to, new Message(exchange, null));
        }
    }

    /// A batch that came over an exchange has been read, and may be filled again.
    void giveBack(int exchange, Batch batch) {
        var spares = spare.computeIfAbsent(exchange, _ -> new ArrayDeque<>());
        if (spares.size() < SPARES) {
            spares.add(batch);
        }
    }

    @Override
    public @Nullable Batch spare(int exchange) {
        var spares = spare.get(exchange);
        return spares == null ? null : spares.poll();
    }

    private void post(int to, Message message) {
        if (!waiting.isEmpty() || !inboxes.get(to).offer(message)) {
            waiting.add(new Waiting(to, message));
        }
    }

    /// Sends what waits as far as there is room; says whether nothing waits any more.
    boolean flush() {
        for (var next = waiting.peek(); next != null; next = waiting.peek()) {
            if (!inboxes.get(next.worker).offer(next.message)) {
                return false;
            }
            waiting.remove();
        }
        return true;
    }

    /// Notes that one sender has ended this exchange.
    void noteEnd(int exchange) {
        ended.merge(exchange, 1, Integer::sum);
    }

    /// Whether every worker has ended this exchange.
    boolean allEnded(int exchange) {
        return ended.getOrDefault(exchange, 0) == inboxes.size();
    }
}
