package io.tidemill.operator;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.RandomValues;
import io.tidemill.state.KeyGroups;
import org.junit.jupiter.api.Test;

/// Rows come to the worker that owns their key, in the order in which they were sent.
class ExchangeTest {
    @Test
    void everyRowArrivesOnceAndInOrderAtTheOwnerOfItsKey() {
        for (long seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            var values = new RandomValues(random);
            int keys = random.nextInt(5);
            var sent = new TreeMap<Integer, List<String>>();
            var arrived = new TreeMap<Integer, List<String>>();
            int own = random.nextInt(3);
            Exchange.Sender receive =
                    (worker, batch) -> {
                        for (int row = 0; row < batch.rows(); row++) {
                            long hash = KeyGroups.hash(batch, keys, row);
                            assertThat(worker).isEqualTo(keys == 0 ? 0 : KeyGroups.owner(hash, 3));
                            note(arrived, worker, batch, row);
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
            for (int i = 0; i < 12; i++) {
                int rows = random.nextBoolean() ? 1 : random.nextInt(i == 0 ? 1500 : 40);
                var batch = values.batch(rows, random.nextBoolean());
                if (random.nextBoolean()) {
                    batch.setWeights(random.longs(batch.rows(), -2, 3).toArray());
                }
                for (int row = 0; row < batch.rows(); row++) {
                    long hash = KeyGroups.hash(batch, keys, row);
                    note(sent, keys == 0 ? 0 : KeyGroups.owner(hash, 3), batch, row);
                }
                exchange.push(batch);
            }
            exchange.endEpoch(new EpochEnd(Long.MIN_VALUE, 0, false));
            assertThat(arrived).as("seed " + seed).isEqualTo(sent);
        }
    }

    private static void note(Map<Integer, List<String>> rows, int worker, Batch batch, int row) {
        rows.computeIfAbsent(worker, _ -> new ArrayList<>())
                .add(batch.weight(row) + " " + Arrays.deepToString(batch.row(row)));
    }
}
