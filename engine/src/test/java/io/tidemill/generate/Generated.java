package io.tidemill.generate;

import module java.base;

import io.tidemill.connect.Connector;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import io.tidemill.system.WorldClock;

/// What the tests of this package share: a world whose clock they set, and rows read as objects.
final class Generated {
    /// A clock that stands until it is moved.
    static final class Clock implements WorldClock {
        long micros = 1_700_000_000_000_000L;

        @Override
        public long micros() {
            return micros;
        }

        @Override
        public long nanos() {
            return micros * 1000;
        }

        @Override
        public void sleep(Duration duration) {
            micros += duration.toNanos() / 1000;
        }
    }

    private Generated() {}

    static World world(WorldClock clock) {
        var real = RealWorld.create();
        return new World(
                clock,
                real.randomness(),
                real.files(),
                real.threads(),
                real.network(),
                real.host());
    }

    static Table table(Connector connector, WorldClock clock, Map<String, String> options) {
        return connector.table(
                new TableContext(
                        "t",
                        Optional.empty(),
                        Options.of(options),
                        List.of(),
                        Path.of("."),
                        world(clock)));
    }

    static List<List<Object>> rows(Source source, Slice slice, StructType columns)
            throws IOException {
        var rows = new ArrayList<List<Object>>();
        for (var split : slice.splits()) {
            var request = new ReadRequest(columns, (_, _, _, _, _, reason) -> fail(reason));
            try (var reader = source.open(split, request)) {
                var batch = Batch.create(columns, 16);
                while (reader.next(batch)) {
                    for (int row = 0; row < batch.rows(); row++) {
                        rows.add(values(batch.row(row)));
                    }
                }
            }
        }
        return rows;
    }

    private static List<Object> values(Object[] row) {
        return Stream.of(row)
                .map(value -> value instanceof Object[] struct ? values(struct) : value)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static void fail(String reason) {
        throw new AssertionError("a generated row was refused: " + reason);
    }
}
