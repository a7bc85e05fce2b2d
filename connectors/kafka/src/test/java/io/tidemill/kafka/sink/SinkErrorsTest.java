package io.tidemill.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/// Which failures of Kafka's clients end a query, and with what words.
class SinkErrorsTest {
    private static void of(Throwable failure) throws Exception {
        throw SinkErrors.of(
                "b:9092", "write to topic winners", EpochRecords.NONE, new KafkaException(failure));
    }

    @Test
    void whatTryingAgainMayMendIsTroubleOnly() {
        for (var failure :
                List.of(
                        new TimeoutException("no answer"),
                        new DisconnectException(),
                        new NotEnoughReplicasException("1 of 2"),
                        new OutOfOrderSequenceException("after a pause"),
                        new ProducerFencedException("by whom is not known yet"))) {
            assertThatThrownBy(() -> of(failure))
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining(failure.getClass().getSimpleName());
        }
    }

    @Test
    void permissionsThatAreMissingAreNamed() {
        for (var failure :
                List.of(
                        new TopicAuthorizationException(Set.of("winners")),
                        new SaslAuthenticationException("wrong password"))) {
            assertThatThrownBy(() -> of(failure))
                    .isInstanceOfSatisfying(
                            TidemillException.class,
                            e ->
                                    assertThat(e.condition())
                                            .isEqualTo(Condition.KAFKA_NOT_AUTHORIZED))
                    .hasMessageContaining("does not let this user write to topic winners")
                    .hasMessageContaining(failure.getMessage());
        }
    }

    @Test
    void whatTheBrokerWillNotTakeSaysWhatToDo() {
        refused(new InvalidRecordException("no key"), "name key.columns");
        refused(new InvalidTxnTimeoutException("too long"), "kafka.transaction.timeout.ms");
    }

    private static void refused(RuntimeException failure, String remedy) {
        assertThatThrownBy(() -> of(failure))
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e -> assertThat(e.condition()).isEqualTo(Condition.KAFKA_WRITE_REFUSED))
                .hasMessageContaining("will not write to topic winners: " + failure.getMessage())
                .hasMessageContaining(remedy);
    }

    @Test
    void recordsThatAreTooLargeAreNamed() {
        var records = new EpochRecords();
        records.remember(new EpochRecords.Large(200_000, "bids-0@17"));
        records.remember(new EpochRecords.Large(300_000, "bids-0@18"));
        assertThatThrownBy(
                        () -> {
                            throw SinkErrors.of(
                                    "b:9092",
                                    "write",
                                    records,
                                    new RecordTooLargeException("too large"));
                        })
                .hasMessageContaining("the result of bids-0@18 is a record of 300000 bytes")
                .hasMessageContaining("max.message.bytes");
    }

    @Test
    void anInterruptionStaysOne() {
        assertThatThrownBy(() -> of(new InterruptException("now")))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue(); // Kafka's exception sets it again
    }
}
