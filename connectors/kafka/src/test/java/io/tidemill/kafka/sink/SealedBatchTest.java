package io.tidemill.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Batches that we encode, read by Kafka's own classes.
class SealedBatchTest {
    private static final TopicPartition WINNERS = new TopicPartition("winners", 3);

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void kafkaReadsWhatWasEncoded(CompressionType type) {
        var open = new OpenBatch();
        var headers = new OpenBatch.Headers();
        var random = new Random(7);
        var expected = new ArrayList<String>();
        for (int i = 0; i < 2000; i++) {
            byte[] key = random.nextInt(3) == 0 ? null : text(random, 200);
            byte[] value = random.nextInt(5) == 0 ? null : text(random, 400);
            headers.clear();
            var told = new StringBuilder();
            for (int h = random.nextInt(3); h > 0; h--) {
                byte[] of = random.nextBoolean() ? null : text(random, 100);
                headers.add(("h" + h).getBytes(UTF_8), of);
                told.append("h").append(h).append('=').append(show(of)).append(' ');
            }
            int size =
                    open.add(
                            key,
                            0,
                            key == null ? 0 : key.length,
                            value,
                            0,
                            value == null ? 0 : value.length,
                            headers);
            assertThat(size).isPositive();
            expected.add("%d %s %s %s".formatted(i, show(key), show(value), told));
        }
        var sealed = SealedBatch.of(WINNERS, open, Compression.of(type).build(), 1234);
        assertThat(read(sealed)).isEqualTo(expected);
        assertThat(read(sealed.copy())).isEqualTo(expected);
    }

    private static List<String> read(SealedBatch sealed) {
        var records = sealed.withHead(77, (short) 5, 4000, true);
        var batches = new ArrayList<>(Utils.toList(records.batches().iterator()));
        assertThat(batches).hasSize(1);
        var batch = batches.getFirst();
        batch.ensureValid();
        assertThat(batch.sizeInBytes()).isEqualTo(sealed.bytes());
        assertThat(batch.producerId()).isEqualTo(77);
        assertThat(batch.producerEpoch()).isEqualTo((short) 5);
        assertThat(batch.baseSequence()).isEqualTo(4000);
        assertThat(batch.lastSequence()).isEqualTo(4000 + sealed.records() - 1);
        assertThat(batch.isTransactional()).isTrue();
        var read = new ArrayList<String>();
        for (var record : batch) {
            assertThat(record.timestamp()).isEqualTo(1234);
            read.add(
                    "%d %s %s %s"
                            .formatted(
                                    record.offset(),
                                    show(Utils.toNullableArray(record.key())),
                                    show(Utils.toNullableArray(record.value())),
                                    headers(record)));
        }
        return read;
    }

    private static String headers(Record record) {
        return Arrays.stream(record.headers())
                .map(header -> header.key() + "=" + show(header.value()) + " ")
                .collect(Collectors.joining());
    }

    private static String show(byte[] bytes) {
        return bytes == null ? "null" : "'" + new String(bytes, UTF_8) + "'";
    }

    private static byte[] text(Random random, int most) {
        return "x".repeat(random.nextInt(most)).getBytes(UTF_8);
    }

    @Test
    void numbersTakeAsManyBytesAsTheySay() {
        byte[] into = new byte[5];
        for (int value : new int[] {-1, 0, 1, 63, 64, -64, -65, 8191, 8192, 1 << 20, 1 << 27}) {
            assertThat(OpenBatch.number(value, into, 0)).isEqualTo(OpenBatch.size(value));
        }
    }

    @Test
    void aBatchIsFilledAnewWhereItWas() {
        var open = new OpenBatch();
        var headers = new OpenBatch.Headers();
        open.add(null, 0, 0, text(new Random(1), 5000), 0, 10, headers);
        open.clear();
        open.add(null, 0, 0, "abc".getBytes(UTF_8), 1, 2, headers);
        assertThat(read(SealedBatch.of(WINNERS, open, Compression.NONE, 1234)))
                .containsExactly("0 null 'b' ");
    }
}
