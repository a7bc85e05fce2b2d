package io.tidemill.kafka.kill;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker that the kill tests kill does what they rely on.
class BrokerChildTest {
    @TempDir Path folder;

    @Test
    void whatWasReadIsThereAfterABrokerWasKilledAndClientsBehindTheProxyStayThere()
            throws Exception {
        try (var broker = BrokerChild.start(folder);
                var behind = new Topics(broker.proxied());
                var direct = new Topics(broker.address())) {
            behind.createNamed("t", 1, Map.of());
            behind.sendInTransaction("t", 0, List.of("a"), true);
            assertThat(broker.proxy().openSockets()).isPositive();
            // killed before that, Kafka 4.4.0 may forget to end the transaction (see
            // KillMatrixTest)
            assertThat(direct.values("t", 1)).containsExactly("a");

            broker.process().kill();
            broker.start();
            assertThat(direct.values("t", 1)).containsExactly("a");
            behind.sendInTransaction("t", 0, List.of("b"), true);
            broker.process().pause();
            broker.process().go();
            assertThat(direct.values("t", 2)).containsExactly("a", "b");

            broker.proxy().refuse();
            assertThat(direct.values("t", 2)).containsExactly("a", "b");
            assertThat(broker.proxy().openSockets()).isZero();
        }
    }
}
