package io.tidemill.operator.order;

import module java.base;

import io.tidemill.operator.BoxOrder;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.order.FirstRows.Expiry;
import io.tidemill.operator.order.RowBytes.Part;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// First rows of keys against a map from scratch, epoch by epoch.
class FirstRowsTest {
    private static final StructType INPUT =
            StructType.fromDDL("k STRING, l ARRAY<DOUBLE>, k2 STRING, t BIGINT, v INT");
    private static final StructType ROW = StructType.fromDDL("k STRING, t BIGINT, v INT");
    private static final List<Part> ORDER =
            List.of(Part.natural(2, 0), Part.natural(3, 1), Part.natural(4, 2));

    @Test
    void theFirstRowOfEachKeyIsGivenOnce() {
        for (long seed = 0; seed < 60; seed++) {
            new Trial(seed).run();
        }
    }

    private static final class Trial {
        private final SplittableRandom random;
        private final int keys;
        private final Optional<Expiry> expiry;
        private final long ttl;

        Trial(long seed) {
            random = new SplittableRandom(seed);
            keys = random.nextInt(3);
            expiry =
                    random.nextBoolean()
                            ? Optional.of(new Expiry(3, random.nextInt(3)))
                            : Optional.empty();
            ttl = expiry.isEmpty() && random.nextBoolean() ? 5 : 0;
        }

        void run() {
            var spec = new FirstRows.Spec("first-0", INPUT, keys, ORDER, ROW, true, expiry, ttl);
            new OperatorHarness(
                            (worker, workers, out) ->
                                    Made.of(new FirstRows(spec, worker, workers, out)),
                            new Input(INPUT, keys))
                    .insertOnlyIn()
                    .insertOnlyOut()
                    .check(story(), random, this::expected);
        }

        private Story story() {
            var story = new Story();
            long watermark = 0;
            for (int i = 0; i < 60; i++) {
                var key = random.nextInt(6) == 0 ? null : "k" + random.nextInt(4);
                story.add(
                        0,
                        key,
                        List.of(random.nextInt(2) == 0 ? 0.0 : -0.0, 1.0),
                        key,
                        random.nextInt(8) == 0 ? null : watermark + random.nextInt(4),
                        random.nextInt(9));
                if (ttl > 0 && random.nextInt(4) == 0) {
                    story.time(0, i);
                }
                if (expiry.isPresent() && random.nextInt(6) == 0) {
                    story.time(++watermark, 0);
                }
            }
            return story;
        }

        /// Follows the epochs as they were cut: what came first depends on them.
        private Map<List<Object>, Long> expected(Prefix prefix) {
            var known = new TreeMap<List<Object>, Object>(BoxOrder::compare);
            var result = new ArrayList<List<Object>>();
            long watermark = Long.MIN_VALUE;
            for (int epoch = 0; epoch < prefix.epochs().size(); epoch++) {
                long now = prefix.clocks().get(epoch);
                if (ttl > 0) {
                    known.values().removeIf(time -> (Long) time < now - ttl);
                }
                var fresh = new TreeMap<List<Object>, List<Object>>(BoxOrder::compare);
                for (var change : prefix.epochs().get(epoch)) {
                    var key = change.row().subList(0, keys);
                    if (!known.containsKey(key)) {
                        fresh.merge(
                                key,
                                change.row().subList(2, 5),
                                (a, b) -> BoxOrder.compare(a, b) <= 0 ? a : b);
                    }
                }
                fresh.forEach((key, row) -> {
                    var time = row.get(1) == null ? Long.MAX_VALUE : row.get(1);
                    known.put(key, ttl > 0 ? now : time);
                });
                result.addAll(fresh.values());
                watermark = prefix.watermarks().get(epoch);
                long passed =
                        expiry.isEmpty() || watermark == Long.MIN_VALUE
                                ? Long.MIN_VALUE
                                : watermark - expiry.get().lagMicros();
                if (ttl == 0) {
                    known.values().removeIf(time -> (Long) time < passed);
                }
            }
            return OperatorHarness.table(result);
        }
    }
}
