package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.runtime.PartLinks.Message;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.Mailbox;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import org.junit.jupiter.api.Test;

/// What one worker sends another arrives in order, and waits with the sender where there is no
/// room.
class PartLinksTest {
    private static final int EXCHANGE = 3;
    private static final World SIGNALS = RealWorld.create();

    private final Mailbox<Message> own = mailbox(4);
    private final Mailbox<Message> other = mailbox(2);
    private final PartLinks links = new PartLinks(0, List.of(own, other));

    private static Mailbox<Message> mailbox(int capacity) {
        return new Mailbox<>(capacity, SIGNALS.threads().signal());
    }

    private static Batch batch() {
        return Batch.create(StructType.fromDDL("n INT"), 1);
    }

    @Test
    void whatFindsTheMailboxFullKeepsItsPlaceBeforeWhatComesLater() {
        var batches = Stream.generate(PartLinksTest::batch).limit(4).toList();
        for (int i = 0; i < 3; i++) {
            links.send(EXCHANGE, 1, batches.get(i));
        }
        var arrived = new ArrayList<Message>();
        arrived.add(other.poll()); // there is room again, but the third batch waits for it
        links.send(EXCHANGE, 1, batches.get(3));
        links.sendEnd(EXCHANGE);
        while (!links.flush()) {
            arrived.add(other.poll());
        }
        for (var next = other.poll(); next != null; next = other.poll()) {
            arrived.add(next);
        }
        var expected = new ArrayList<Message>();
        batches.forEach(batch -> expected.add(new Message(EXCHANGE, batch)));
        expected.add(new Message(EXCHANGE, null));
        assertThat(arrived).containsExactlyElementsOf(expected);
    }

    @Test
    void aFullMailboxKeepsTheSenderFromGoingOn() {
        for (int i = 0; i < 3; i++) {
            links.send(EXCHANGE, 1, batch());
        }
        assertThat(links.flush()).isFalse();
        other.poll();
        assertThat(links.flush()).isTrue();
    }

    @Test
    void anExchangeHasEndedWhenEveryWorkerHasSaidSo() {
        links.noteEnd(EXCHANGE);
        assertThat(links.allEnded(EXCHANGE)).isFalse();
        links.noteEnd(EXCHANGE);
        assertThat(links.allEnded(EXCHANGE)).isTrue();
        links.begin();
        assertThat(links.allEnded(EXCHANGE)).isFalse();
    }
}
