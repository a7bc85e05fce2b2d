package io.tidemill.operator;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.RandomValues;
import io.tidemill.state.KeyGroups;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    @Test
    void everyRowArrivesOnceAtTheOwnerOfItsKey() {
        for (long seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            var values = new RandomValues(random);
            int keys = random.nextInt(5);
            var sent = new ArrayList<String>();
            var arrived = new ArrayList<String>();
            int own = random.nextInt(3);
            Exchange.Sender receive =
                    (worker, batch) -> {
                        for (int row = 0; row < batch.rows(); row++) {
                            long hash = KeyGroups.hash(batch, keys, row);
                            assertThat(worker).isEqualTo(keys == 0 ? 0 : KeyGroups.owner(hash, 3));
                            arrived.add(show(batch, row));
                        }
                    };
            var exchange =
                    new Exchange(
                            RandomValues.TABLE,
                            keys,
                            own,
                            3,
                            batch -> receive.send(own, batch),
                            receive);
            for (int i = 0; i < 4; i++) {
                var batch = values.batch(random.nextInt(40), random.nextBoolean());
                if (random.nextBoolean()) {
                    batch.setWeights(random.longs(batch.rows(), -2, 3).toArray());
                }
                for (int row = 0; row < batch.rows(); row++) {
                    sent.add(show(batch, row));
                }
                exchange.push(batch);
            }
            exchange.endEpoch(new EpochEnd(Long.MIN_VALUE, 0, false));
            assertThat(arrived).as("seed " + seed).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    private static String show(Batch batch, int row) {
        return batch.weight(row) + " " + Arrays.deepToString(batch.row(row));
    }
}
