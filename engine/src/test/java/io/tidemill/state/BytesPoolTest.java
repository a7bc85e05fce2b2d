package io.tidemill.state;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

class BytesPoolTest {
    @Test
    void whatIsKeptStaysAsItIsWhileOthersComeAndGo() {
        for (long seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            var pool = new BytesPool();
            var kept = new HashMap<Long, byte[]>();
            for (int step = 0; step < 3_000; step++) {
                if (kept.isEmpty() || random.nextInt(5) < 3) {
                    int size = random.nextInt(100) == 0 ? 300_000 : random.nextInt(1, 5_000);
                    var bytes = new byte[random.nextInt(3) == 0 ? size : 1 + size % 90];
                    random.nextBytes(bytes);
                    long address = pool.append(bytes, 0, bytes.length);
                    assertThat(kept.put(address, bytes)).as("seed %d", seed).isNull();
                } else {
                    long address =
                            kept.keySet().stream()
                                    .skip(random.nextInt(kept.size()))
                                    .findAny()
                                    .get();
                    pool.release(address, kept.remove(address).length);
                }
            }
            kept.forEach((address, bytes) -> {
                int at = BytesHeap.offset(address);
                assertThat(Arrays.copyOfRange(pool.page(address), at, at + bytes.length))
                        .isEqualTo(bytes);
            });
        }
    }

    @Test
    void replacingStringsOfAboutTheSameLengthsTakesNoMoreRoom() {
        var random = new SplittableRandom(7);
        var pool = new BytesPool();
        var addresses = new long[10_000];
        var lengths = new int[addresses.length];
        var bytes = new byte[200];
        for (int i = 0; i < addresses.length; i++) {
            lengths[i] = random.nextInt(100, 200);
            addresses[i] = pool.append(bytes, 0, lengths[i]);
        }
        long before = pool.bytes();
        for (int i = 0; i < 1_000_000; i++) {
            int place = random.nextInt(addresses.length);
            pool.release(addresses[place], lengths[place]);
            lengths[place] = random.nextInt(100, 200);
            addresses[place] = pool.append(bytes, 0, lengths[place]);
        }
        assertThat(pool.bytes()).isLessThan(before * 3 / 2);
        assertThat(pool.isMostlyWaste()).isFalse();
        for (int i = 0; i < addresses.length; i++) {
            pool.release(addresses[i], lengths[i]);
        }
        assertThat(pool.isMostlyWaste()).isTrue();
    }
}
